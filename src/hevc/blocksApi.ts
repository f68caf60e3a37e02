import type { NamedFile } from '../files/namedFile.ts';
import type { LabelMaps } from '../sequence/labelMaps.ts';
import type { MaskErrors } from './maskErrors.ts';
import type { ObjectBits } from './objectBits.ts';
import type { ReadPicture } from './streamBlocks.ts';

/** A figure of a picture; without one, why. */
export interface Measured<Figure> {
  readonly figure: Figure | null;
  /** The end of a sentence; null if there is a figure. */
  readonly fault: string | null;
}

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
  /**
   * See `objectBits.ts`.
   *
   * @param place position in display order, and index of the label map
   * @throws Problem if the video has no such picture or another size than the map
   */
  objectBits(video: number, place: number, maps: LabelMaps): Promise<Measured<ObjectBits>>;
  /**
   * See `maskErrors.ts`.
   *
   * @param masks masks on this video
   * @param originals masks of the same network on the originals
   * @throws Problem as for {@link objectBits}
   */
  maskErrors(
    video: number,
    place: number,
    masks: LabelMaps,
    originals: LabelMaps,
  ): Promise<Measured<MaskErrors>>;
  close(video: number): Promise<void>;
}
