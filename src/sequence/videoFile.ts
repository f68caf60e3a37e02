import { ALL_FORMATS, BlobSource, Input } from 'mediabunny';
import { fileName, folderOf, frameName } from '../files/fileNames.ts';
import type { FoundFile } from '../files/foundFile.ts';
import { isProblem, Problem } from '../problem.ts';
import { onlyFirstAnnotated } from './folders/matchAnnotations.ts';
import type { FrameSize } from './frames.ts';
import { readObjectIds } from './inspectSequence.ts';
import type { SequenceOrigin, SequenceSource } from './sequence.ts';

/** What a video file is made of. */
export interface VideoFacts {
  /** As it is shown: after rotation, with square pixels. */
  readonly size: FrameSize;
  readonly frameCount: number;
  /** Pictures a second, on average. */
  readonly frameRate: number;
}

/** A video with the first frame's mask that lies with it. */
export interface FoundVideo {
  readonly file: FoundFile;
  readonly mask: FoundFile | null;
}

const VIDEO = /\.(mp4|m4v|mov|mkv|webm)$/i;

/** Whether a file is named like a video that can be opened as a sequence. */
export function isVideoFile(name: string): boolean {
  return VIDEO.test(name);
}

/**
 * The videos among files, each with its mask: the PNG beside it of the same base name, or the only
 * PNG where there is a single video and no other picture.
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
 * Reads the facts of a video from its container; decodes nothing.
 *
 * @throws Problem that names the file when it is no video that can be read
 */
async function readVideoFacts(video: Blob, name: string): Promise<VideoFacts> {
  const input = new Input({ source: new BlobSource(video), formats: ALL_FORMATS });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track) throw unreadable(name, 'it holds no pictures');
    const { packetCount, averagePacketRate } = await track.computePacketStats(undefined, {
      metadataOnly: true,
    });
    if (packetCount === 0) throw unreadable(name, 'it holds no pictures');
    return {
      size: { width: await track.getDisplayWidth(), height: await track.getDisplayHeight() },
      frameCount: packetCount,
      // Matroska's time stamps are in milliseconds, which shows in the average.
      frameRate: Math.round(averagePacketRate * 1000) / 1000,
    };
  } catch (cause) {
    if (isProblem(cause)) throw cause;
    throw unreadable(name, cause instanceof Error ? cause.message : String(cause), cause);
  } finally {
    input.dispose();
  }
}

/**
 * A video as a sequence: its facts, and its mask where there is one.
 *
 * @throws Problem that names the file when the video or the mask cannot be read, or differ in size
 */
export async function inspectVideo(
  { file, mask }: FoundVideo,
  name: string,
  origin: SequenceOrigin,
): Promise<SequenceSource> {
  const data = await file.blob();
  const { size, frameCount, frameRate } = await readVideoFacts(data, file.path);
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
    warnings: mask && frameCount > 1 ? [onlyFirstAnnotated(name)] : [],
    async readPicture() {
      throw new Problem(
        `The frames of ${file.path} lie in no files of their own.`,
        'They are shown when the video is opened.',
      );
    },
    async readAnnotation(index) {
      return index === 0 && mask ? await mask.blob() : null;
    },
  };
}

function unreadable(name: string, reason: string, cause?: unknown): Problem {
  return new Problem(
    `${name} is not a video that can be read: ${reason.replace(/\.$/, '')}.`,
    'Copy it again, or convert it with ffmpeg -i INPUT OUTPUT.mp4.',
    { cause },
  );
}

function isPng(path: string): boolean {
  return /\.png$/i.test(path);
}

function withoutExtension(path: string): string {
  return `${folderOf(path)}/${frameName(path)}`;
}
