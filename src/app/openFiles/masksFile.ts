import type { ColumnState } from '../../experiment/experimentState.ts';
import type { ColumnName } from '../../results/columns.ts';
import type { SequenceSource } from '../../sequence/sequence.ts';

/** Masks of a column that its archive would hold, of those that it should. */
export interface SavableMasks {
  readonly ready: number;
  readonly total: number;
}

/** How many masks of a column can be saved, of those that the data set's evaluation server takes. */
export function savableMasks(
  { pictureNames, submittedFrames }: Pick<SequenceSource, 'pictureNames' | 'submittedFrames'>,
  { mapsReady }: Pick<ColumnState, 'mapsReady'>,
): SavableMasks {
  const wanted = submittedFrames ?? [...pictureNames.keys()];
  return { ready: wanted.filter((index) => index < mapsReady).length, total: wanted.length };
}

/**
 * What a column's archive is called, e.g. `soapbox-ours-masks.zip`; one that is not complete says
 * so, e.g. `soapbox-ours-masks-12-of-99.zip`: a server would refuse it.
 */
export function masksFileName(
  sequence: string,
  column: ColumnName,
  { ready, total }: SavableMasks,
): string {
  // A sequence may be called by its path, which no file can.
  const name = `${sequence.replaceAll('/', '-')}-${column}-masks`;
  return ready < total ? `${name}-${ready}-of-${total}.zip` : `${name}.zip`;
}
