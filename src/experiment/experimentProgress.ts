import { columnKind } from '../results/columnSpec.ts';
import { type ExperimentState, framesDone } from './experimentState.ts';

/** Finished frames, summed over the columns that are computed. */
export function experimentProgress({
  columns,
  frameCount,
}: Pick<ExperimentState, 'columns' | 'frameCount'>) {
  const computed = columns.filter(({ spec }) => columnKind(spec) !== 'truth');
  const done = computed.reduce((sum, column) => sum + framesDone(column), 0);
  return { done, total: computed.length * frameCount };
}
