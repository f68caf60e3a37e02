import type { SequenceSource } from '../sequence/sequence.ts';
import type { ExperimentConfiguration } from './configuration.ts';

/** Number of a sequence's frames that an experiment uses. */
export function frameCountOf(
  { pictureNames }: SequenceSource,
  { frameLimit }: Pick<ExperimentConfiguration, 'frameLimit'>,
): number {
  return Math.min(pictureNames.length, frameLimit ?? pictureNames.length);
}
