import { Tabs } from '../../ui/Tabs.tsx';
import { useColumnChoice } from '../columns/ColumnChoice.tsx';
import { MaskFacts } from './MaskFacts.tsx';
import { MaskStreamView } from './MaskStreamView.tsx';
import styles from './MasksDialog.module.css';
import { SaveOurs } from './SaveOurs.tsx';

/** The content of the dialog on the mask stream. */
export function MasksPanel() {
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
