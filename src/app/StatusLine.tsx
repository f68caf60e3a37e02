import { columnNames } from '../results/columnNames.ts';
import { LayerLegend } from '../viewer/LayerLegend.tsx';
import { StageStrip } from '../viewer/StageStrip.tsx';
import { useExperimentStore } from './experimentContext.ts';
import { RecordingBanner } from './runs/RecordingBanner.tsx';
import styles from './StatusLine.module.css';

/** Where the columns come from: the recording, the progress of what is computed here, or both. */
export function StatusLine() {
  const experiment = useExperimentStore((store) => store.experiment);
  const { columns } = experiment;
  return (
    <div className={styles.line} data-status-line>
      <RecordingBanner />
      <section className={styles.progress} aria-label="Stages">
        <StageStrip experiment={experiment} />
      </section>
      <LayerLegend columns={columns} names={columnNames(columns)} />
    </div>
  );
}
