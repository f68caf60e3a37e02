import type { ExperimentState } from '../experiment/experimentState.ts';

/**
 * The experiment as it looks with the enhancement switched off: ours has x265's pictures and their
 * quality, and keeps its own masks, scores, bits and times, which it was made with.
 */
export function withoutEnhancement(experiment: ExperimentState): ExperimentState {
  const { x265, ours } = experiment.columns;
  const { frames, framesReady, quality } = x265;
  return {
    ...experiment,
    columns: { ...experiment.columns, ours: { ...ours, frames, framesReady, quality } },
  };
}
