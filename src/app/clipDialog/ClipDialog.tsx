import { Film } from 'lucide-react';
import { useState } from 'react';
import { Button } from '../../ui/Button.tsx';
import { ButtonText } from '../../ui/ButtonText.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { useExperimentStore } from '../experimentContext.ts';
import { LazyPart, lazyPart } from '../lazyPart.tsx';

const ClipForm = lazyPart(
  'The maker of clips',
  async () => (await import('./ClipForm.tsx')).ClipForm,
);

/** Saves what the columns show as a video or a GIF. Closing it cancels a clip that is being made. */
export function ClipDialog() {
  const [open, setOpen] = useState(false);
  const frameCount = useExperimentStore((store) => store.experiment.frameCount);
  return (
    <Dialog
      title="Clip"
      open={open}
      onOpenChange={setOpen}
      trigger={
        <Button disabled={frameCount === 0} title="Save what the columns show as MP4 or GIF">
          <Film size={16} aria-hidden /> <ButtonText seenIn="wide">Clip</ButtonText>
        </Button>
      }
    >
      {open && (
        <LazyPart>
          <ClipForm />
        </LazyPart>
      )}
    </Dialog>
  );
}
