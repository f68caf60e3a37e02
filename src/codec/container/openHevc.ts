import type { NamedFile } from '../../files/namedFile.ts';
import { readBytes } from '../../files/readBytes.ts';
import type { HevcPictures, OtherCodec } from '../bitstream/hevcPictures.ts';
import { openBareHevc } from './bareHevc.ts';
import { openContainedHevc } from './containedHevc.ts';
import type { ReadProgress } from './openContainer.ts';

/**
 * Opens a Matroska, MP4 or QuickTime file or a bare HEVC stream (Annex B), which are recognised by
 * their first bytes.
 *
 * @throws Problem naming the file if it cannot be read
 */
export async function openHevc(
  file: NamedFile,
  onProgress?: ReadProgress,
): Promise<HevcPictures | OtherCodec> {
  const [a, b, c, d] = await readBytes(file, 0, Math.min(4, file.data.size));
  const startsAsAnnexB = a === 0 && b === 0 && (c === 1 || (c === 0 && d === 1));
  return startsAsAnnexB ? openBareHevc(file, onProgress) : openContainedHevc(file, onProgress);
}
