import type { ExperimentState } from '../experiment/experimentState.ts';

/**
 * The experiment as shown with the enhancement switched off: ours has the frames of x265 and their
 * quality, but keeps its own masks, scores, bits and times.
 */
export function withoutEnhancement(experiment: ExperimentState): ExperimentState {
  const { x265, ours } = experiment.columns;
  const { frames, framesReady, quality } = x265;
  return {
    ...experiment,
    columns: { ...experiment.columns, ours: { ...ours, frames, framesReady, quality } },
  };
}
