import { Shapes } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { ButtonText } from '../../ui/ButtonText.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useExperimentStore } from '../experimentContext.ts';
import { LazyPart, lazyPart } from '../lazyPart.tsx';

const MasksPanel = lazyPart(
  'The view of the mask stream',
  async () => (await import('./MasksPanel.tsx')).MasksPanel,
);

/** What the coded masks of a column cost, how they are coded, and saving them. */
export function MasksDialog() {
  const source = useExperimentStore((store) => store.source);
  return (
    <Dialog
      title="Mask stream"
      trigger={
        <Button
          disabled={!source}
          title="What coded masks cost, how they are coded, and saving them"
        >
          <Shapes size={16} aria-hidden /> <ButtonText seenIn="wide">Mask stream</ButtonText>
        </Button>
      }
    >
      <LazyPart>
        <MasksPanel />
      </LazyPart>
    </Dialog>
  );
}
