import { BITSTREAM_ENDINGS, isBitstream } from '../../codec/bitstreamSize.ts';
import { isRawVideo } from '../../codec/importFrames.ts';
import type { NamedFile } from '../../files/namedFile.ts';
import { Problem } from '../../problem.ts';

/**
 * A file that was chosen as the bitstream of imported pictures.
 *
 * @param pictures name of the pictures' file
 * @throws Problem that names the file when it is no coded video by its name
 */
export function chosenBitstream(file: File, pictures: string): NamedFile {
  if (isBitstream(file.name)) return { name: file.name, data: file };
  throw new Problem(
    isRawVideo(file.name)
      ? `${file.name} is decoded pictures, as ${pictures} is, and no bitstream.`
      : `${file.name} is not taken for the bitstream of ${pictures}: its ending is none of coded video.`,
    `Choose the file that ${pictures} was decoded from (${BITSTREAM_ENDINGS}).`,
  );
}
