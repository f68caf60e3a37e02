import { Shapes } from 'lucide-react';
import { Button } from '../../ui/Button.tsx';
import { Dialog } from '../../ui/Dialog.tsx';
import { Tabs } from '../../ui/Tabs.tsx';
import { useExperimentStore } from '../experimentContext.ts';
import { MaskFacts } from './MaskFacts.tsx';
import { MaskStreamView } from './MaskStreamView.tsx';
import styles from './MasksDialog.module.css';
import { OursModeChoice } from './OursModeChoice.tsx';
import { SaveOurs } from './SaveOurs.tsx';

/** Where the masks of ours come from, what they cost, and saving them. */
export function MasksDialog() {
  const source = useExperimentStore((store) => store.source);
  const mode = useExperimentStore((store) => store.configuration.ours);
  return (
    <Dialog
      title="Mask stream of ours"
      trigger={
        <Button
          disabled={!source}
          title="Where the masks of ours come from, what they cost, and saving them"
        >
          <Shapes size={16} aria-hidden /> Mask stream
        </Button>
      }
    >
      <div className={styles.content}>
        <OursModeChoice />
        {mode === 'coded' && (
          <Tabs
            tabs={[
              {
                id: 'cost',
                title: 'Cost and file',
                content: (
                  <div className={styles.content}>
                    <MaskFacts />
                    <SaveOurs />
                  </div>
                ),
              },
              { id: 'coding', title: 'How it is coded', content: <MaskStreamView /> },
            ]}
          />
        )}
      </div>
    </Dialog>
  );
}
