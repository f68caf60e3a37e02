import type { ColumnState } from '../../experiment/experimentState.ts';
import type { SequenceSource } from '../../sequence/sequence.ts';

/** Number of masks that a column's archive would contain now, and when it is complete. */
export interface SavableMasks {
  readonly ready: number;
  readonly total: number;
}

/** Counts the masks of a column that can be saved, of those that the evaluation server requires. */
export function savableMasks(
  { pictureNames, submittedFrames }: Pick<SequenceSource, 'pictureNames' | 'submittedFrames'>,
  { mapsReady }: Pick<ColumnState, 'mapsReady'>,
): SavableMasks {
  const wanted = submittedFrames ?? [...pictureNames.keys()];
  return { ready: wanted.filter((index) => mapsReady[index]).length, total: wanted.length };
}

/**
 * The file name of a column's archive, e.g. `soapbox-ours-masks.zip`. Incomplete archives, which a
 * server would reject, are named e.g. `soapbox-ours-masks-12-of-99.zip`.
 *
 * @param column the column's short name, e.g. `x265 CRF 45`
 */
export function masksFileName(
  sequence: string,
  column: string,
  { ready, total }: SavableMasks,
): string {
  // The name of a sequence may be a path.
  const name = `${sequence.replaceAll('/', '-')}-${fileWord(column)}-masks`;
  return ready < total ? `${name}-${ready}-of-${total}.zip` : `${name}.zip`;
}

/** A name in small letters, digits and hyphens, with the letters of any script. */
export function fileWord(name: string): string {
  return name
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '-')
    .replace(/^-|-$/g, '');
}
