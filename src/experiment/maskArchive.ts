import { loadCode } from '../files/loadCode.ts';
import type { ArchiveLayout } from '../sequence/labelMapArchive.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import type { ColumnState } from './experimentState.ts';

/**
 * A column's masks as a ZIP archive in the layout that the data set's evaluation server expects.
 * Frames that are not segmented yet are left out.
 *
 * @throws RangeError when the column has no masks
 */
export async function maskArchive(
  { name, layout, pictureNames, submittedFrames }: SequenceSource,
  { maps, mapsReady }: Pick<ColumnState, 'maps' | 'mapsReady'>,
): Promise<Blob> {
  if (!maps) throw new RangeError(`a column of ${name} without masks`);
  const submitted = submittedFrames ?? Array.from(pictureNames.keys());
  const frames = submitted.filter((index) => mapsReady[index]);
  const { labelMapArchive } = await loadCode(
    'The writer of archives',
    () => import('../sequence/labelMapArchive.ts'),
  );
  return labelMapArchive(
    [{ sequence: name, maps, frameNames: pictureNames, frames }],
    archiveLayout(layout),
  );
}

/** Plain folders and videos use the DAVIS layout, which most tools can read. */
function archiveLayout(layout: SequenceSource['layout']): ArchiveLayout {
  return layout === 'youtube-vos' ? 'youtube-vos' : 'davis';
}
