import type { ReactNode } from 'react';
import type { ColumnState, ExperimentState } from '../../experiment/experimentState.ts';
import { columnKind } from '../../results/columnSpec.ts';
import { summarizeFrame, summarizeSequence } from '../../scoring/statistics.ts';
import { Explained } from '../../ui/Explained.tsx';
import { formatDifference, formatScore } from '../format.ts';
import { referenceColumn, referenceText } from '../referenceColumns.ts';
import styles from './ColumnScore.module.css';
import { commonScores } from './commonScores.ts';

const J_AND_F = [
  'Mean of region overlap (J) and contour accuracy (F) against the ground truth, as the DAVIS benchmark defines them; 1 is perfect. The first and last frames are not scored.',
];

interface ColumnScoreProps {
  readonly column: ColumnState;
  readonly columns: readonly ColumnState[];
  readonly frame: number;
}

/** J&F of a column and of the current frame. */
export function ColumnScore({ column, columns, frame }: ColumnScoreProps) {
  const ofFrame = column.scores[frame];
  const loss = difference(column, columns);
  return (
    <ScoreLine
      value={formatScore(summarizeSequence(column.scores).JF)}
      unit="J&F"
      detail={
        <>
          this frame <b>{formatScore(ofFrame ? summarizeFrame(ofFrame).JF : null)}</b>
        </>
      }
      second={
        loss && (
          <span title={`Difference in J&F from ${loss.title}`}>
            {formatDifference(loss.value)} vs {loss.title}
          </span>
        )
      }
    />
  );
}

/** The number of objects, where other columns have their score. */
export function TruthScore({ experiment }: { readonly experiment: ExperimentState }) {
  const { objectIds, frameCount } = experiment;
  return (
    <ScoreLine
      value={objectIds.length > 0 ? String(objectIds.length) : '–'}
      unit={objectIds.length === 1 ? 'object' : 'objects'}
      detail={frameCount > 0 ? `${frameCount} frames` : ''}
    />
  );
}

function ScoreLine(props: {
  readonly value: string;
  readonly unit: string;
  readonly detail: ReactNode;
  /** A second line; by default none. */
  readonly second?: ReactNode;
}) {
  return (
    <div className={styles.score} data-part="score">
      <p className={styles.value}>
        {props.value}{' '}
        <span>
          {props.unit === 'J&F' ? <Explained texts={J_AND_F}>J&F</Explained> : props.unit}
        </span>
      </p>
      <p className={styles.detail}>{props.detail}</p>
      {props.second && <p className={`${styles.detail} ${styles.second}`}>{props.second}</p>}
    </div>
  );
}

/** What x265 loses against the originals and an import gains over x265; ours has large figures. */
function difference(column: ColumnState, columns: readonly ColumnState[]) {
  const kind = columnKind(column.spec);
  if (kind !== 'x265' && kind !== 'imported') return null;
  const reference = referenceColumn(column, kind === 'x265' ? 'original' : 'x265', columns);
  const scores = reference && commonScores(column, reference);
  return (
    scores && { value: scores[0] - scores[1], title: referenceText(reference, column.recorded) }
  );
}
