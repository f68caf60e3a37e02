import type { SequenceSource } from '../sequence/sequence.ts';
import type { ExperimentConfiguration } from './configuration.ts';

/** How many of a sequence's frames an experiment takes. */
export function frameCountOf(
  { pictureNames }: SequenceSource,
  { frameLimit }: Pick<ExperimentConfiguration, 'frameLimit'>,
): number {
  return Math.min(pictureNames.length, frameLimit ?? pictureNames.length);
}
