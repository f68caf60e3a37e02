import { Shapes } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { ButtonText } from '../../ui/ButtonText.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { useColumnChoice } from '../columns/ColumnChoice.tsx';
import { useExperimentStore } from '../experimentContext.ts';
import { MaskFacts } from './MaskFacts.tsx';
import { MaskStreamView } from './MaskStreamView.tsx';
import styles from './MasksDialog.module.css';
import { SaveOurs } from './SaveOurs.tsx';

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
      <MasksPanel />
    </Dialog>
  );
}

function MasksPanel() {
  const { chosen, choice } = useColumnChoice(({ spec }) => spec.masks.source === 'coded');
  if (!chosen) {
    return (
      <p className={styles.note}>
        No column has coded masks: VOS on the original frames at the encoder, whose masks are sent
        with the video. Add ours with “Add column”, or choose coded masks in a column’s settings.
      </p>
    );
  }
  return (
    <div className={styles.content}>
      {choice}
      <Tabs
        tabs={[
          {
            id: 'cost',
            title: 'Cost and file',
            content: (
              <div className={styles.content}>
                <MaskFacts column={chosen.column} />
                <SaveOurs {...chosen} />
              </div>
            ),
          },
          {
            id: 'coding',
            title: 'How it is coded',
            content: <MaskStreamView column={chosen.column} />,
          },
        ]}
      />
    </div>
  );
}
