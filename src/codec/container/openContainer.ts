import { BlobSource, Input, type InputVideoTrack, MATROSKA, MP4, QTFF, WEBM } from 'mediabunny';
import type { NamedFile } from '../../files/namedFile.ts';
import { isProblem, Problem } from '../../problem.ts';
import { checkMatroska } from './matroskaStructure.ts';
import { checkMp4 } from './mp4Structure.ts';

/** An opened Matroska, WebM, MP4 or QuickTime file. */
export interface OpenContainer {
  readonly input: Input;
  /** The primary one, if the file has several video tracks. */
  readonly video: InputVideoTrack;
}

/**
 * Opens a container, and closes it when `use` is done.
 *
 * @throws Problem naming the file if it cannot be read or has no video
 */
export async function withContainer<T>(
  file: NamedFile,
  use: (container: OpenContainer) => Promise<T>,
): Promise<T> {
  await checkMatroska(file);
  await checkMp4(file);
  const formats = [MATROSKA, WEBM, MP4, QTFF];
  const input = new Input({ source: new BlobSource(file.data), formats });
  try {
    const video = await input.getPrimaryVideoTrack();
    if (!video)
      throw new Problem(`${file.name} has no video track.`, 'Choose a file with a video.');
    return await use({ input, video });
  } catch (cause) {
    if (isProblem(cause)) throw cause;
    throw new Problem(
      `${file.name} cannot be read as Matroska, WebM, MP4 or QuickTime (${cause instanceof Error ? cause.message : cause}).`,
      'Copy the file again, or remux it with ffmpeg -i INPUT -c copy OUTPUT.mkv.',
      { cause },
    );
  } finally {
    input.dispose();
  }
}
