import { BITSTREAM_ENDINGS, isBitstream } from '../../codec/bitstreamSize.ts';
import { isRawVideo } from '../../codec/importFrames.ts';
import type { NamedFile } from '../../files/namedFile.ts';
import { Problem } from '../../problem.ts';

/**
 * Checks by its name that a chosen file is a bitstream.
 *
 * @param pictures file name of the frames that were decoded from it
 * @throws Problem that names the file when it is not a bitstream
 */
export function chosenBitstream(file: File, pictures: string): NamedFile {
  if (isBitstream(file.name)) return { name: file.name, data: file };
  throw new Problem(
    isRawVideo(file.name)
      ? `${file.name} contains decoded frames, not a bitstream.`
      : `${file.name} is not a bitstream: its file extension is not that of a video codec.`,
    `Choose the file that ${pictures} was decoded from (${BITSTREAM_ENDINGS}).`,
  );
}
