import type { NamedFile } from '../files/namedFile.ts';
import type { ReadPicture } from './streamBlocks.ts';

/** The methods of the worker that reads blocks. */
export interface BlocksApi {
  /**
   * Opens an HEVC video. It stays open until {@link close}.
   *
   * @returns its number, for the other methods, and how many pictures it shows
   * @throws Problem naming the file if it cannot be read or is not HEVC
   */
  open(file: NamedFile): Promise<{ readonly video: number; readonly pictures: number }>;
  /**
   * The blocks of a picture.
   *
   * @param place position in display order
   * @throws Problem naming the file if it has no such picture
   */
  read(video: number, place: number): Promise<ReadPicture>;
  close(video: number): Promise<void>;
}
