import { fileName, folderOf, frameName } from '../files/fileNames.ts';
import type { FoundFile } from '../files/foundFile.ts';
import type { NamedFile } from '../files/namedFile.ts';
import { Problem } from '../problem.ts';
import { onlyFirstAnnotated } from './folders/matchAnnotations.ts';
import type { FrameSize } from './frames.ts';
import { readObjectIds } from './inspectSequence.ts';
import type { SequenceOrigin, SequenceSource } from './sequence.ts';

/** Facts of a video file from its container. */
export interface VideoFacts {
  /** After rotation and with square pixels. */
  readonly size: FrameSize;
  /** Number of frames that are shown. */
  readonly frameCount: number;
  /** Average frames per second. */
  readonly frameRate: number;
  /** E.g. `hevc`, `avc`, `vp9`; null if the container names none that is known. */
  readonly codec: string | null;
  /** What the user should know about the file, a sentence each. */
  readonly notes: readonly string[];
}

/** Reads the facts of a video. @throws Problem that names the file if it is not a readable video */
export type VideoReader = (file: NamedFile) => Promise<VideoFacts>;

/** A video and the mask of its first frame, if there is one. */
export interface FoundVideo {
  readonly file: FoundFile;
  readonly mask: FoundFile | null;
}

const VIDEO = /\.(mp4|m4v|mov|mkv|webm)$/i;

/** True when the file extension is that of a video that can be opened as a sequence. */
export function isVideoFile(name: string): boolean {
  return VIDEO.test(name);
}

/**
 * Finds the videos among files, each with its mask: the PNG of the same name in the same folder, or
 * the only PNG if there is one video and no other picture.
 */
export function findVideos(files: readonly FoundFile[]): FoundVideo[] {
  const videos = files.filter(({ path }) => isVideoFile(path));
  const pictures = files.filter(({ path }) => /\.(jpe?g|png)$/i.test(path));
  const only = videos.length === 1 && pictures.length === 1 ? pictures[0] : undefined;
  return videos.map((file) => {
    const named = pictures.find(
      ({ path }) => isPng(path) && withoutExtension(path) === withoutExtension(file.path),
    );
    return { file, mask: named ?? (only && isPng(only.path) ? only : null) };
  });
}

/**
 * Inspects a video and its mask.
 *
 * @throws Problem that names the file when the video or the mask cannot be read, or differ in size
 */
export async function inspectVideo(
  readVideo: VideoReader,
  { file, mask }: FoundVideo,
  name: string,
  origin: SequenceOrigin,
): Promise<SequenceSource> {
  const data = await file.blob();
  const { size, frameCount, frameRate, notes } = await readVideo({ name: file.path, data });
  return {
    name,
    origin,
    layout: 'video',
    video: { name: fileName(file.path), data },
    laterObjects: false,
    pictureNames: Array.from({ length: frameCount }, (_, index) => String(index).padStart(5, '0')),
    size,
    objectIds: mask ? await readObjectIds(mask, size) : [],
    frameRate,
    warnings: [...notes, ...(mask && frameCount > 1 ? [onlyFirstAnnotated(name)] : [])],
    async readPicture() {
      throw new Problem(
        `The frames of ${file.path} are not separate files.`,
        'They are shown when the video is opened.',
      );
    },
    async readAnnotation(index) {
      return index === 0 && mask ? await mask.blob() : null;
    },
  };
}

function isPng(path: string): boolean {
  return /\.png$/i.test(path);
}

function withoutExtension(path: string): string {
  return `${folderOf(path)}/${frameName(path)}`;
}
