import {
  BlobSource,
  EncodedPacketSink,
  Input,
  type InputVideoTrack,
  MATROSKA,
  MP4,
  QTFF,
  WEBM,
} from 'mediabunny';
import type { NamedFile } from '../../files/namedFile.ts';
import { count } from '../../messageWords.ts';
import { isProblem, Problem } from '../../problem.ts';
import { readMatroskaStructure } from './matroskaStructure.ts';
import { readMp4Structure } from './mp4Structure.ts';
import type { ContainerStructure } from './trackFacts.ts';

/** An opened Matroska, WebM, MP4 or QuickTime file. */
export interface OpenContainer {
  readonly input: Input;
  /**
   * The first video track in the file, which is also the one that ffmpeg is given (`0:V:0`), so
   * that pictures, bits and masks are of one track.
   */
  readonly video: InputVideoTrack;
  readonly structure: ContainerStructure;
  /** What the user should know about the choice of the track, a sentence each. */
  readonly notes: readonly string[];
}

/** Called as reading goes on. A reader that no longer calls it hangs. */
export type ReadProgress = () => void;

/**
 * Opens a container, and closes it when `use` is done. Its structure is checked first: mediabunny
 * may search for ever in a damaged file.
 *
 * @throws Problem naming the file if it cannot be read or has no video
 */
export async function withContainer<T>(
  file: NamedFile,
  use: (container: OpenContainer) => Promise<T>,
  onProgress: ReadProgress = () => {},
): Promise<T> {
  const structure =
    (await readMatroskaStructure(file, onProgress)) ?? (await readMp4Structure(file, onProgress));
  if (!structure) throw unreadable(file.name, 'it is of another format');
  // What follows the container's end is not part of it.
  const source = new BlobSource(file.data.slice(0, structure.bytes));
  source.onread = onProgress;
  const input = new Input({ source, formats: [MATROSKA, WEBM, MP4, QTFF] });
  try {
    const videos = await input.getVideoTracks();
    const [video] = videos;
    if (!video) {
      throw new Problem(`${file.name} has no video track.`, 'Choose a file with a video.');
    }
    const notes =
      videos.length === 1
        ? []
        : [`${file.name} has ${count(videos.length, 'video track')}; the first one is used.`];
    return await use({ input, video, structure, notes });
  } catch (cause) {
    if (isProblem(cause)) throw cause;
    throw unreadable(file.name, cause instanceof Error ? cause.message : String(cause), cause);
  } finally {
    input.dispose();
  }
}

/** A coded picture of a track. */
export interface TrackPacket {
  readonly data: Uint8Array;
  readonly isKey: boolean;
  /** Seconds. */
  readonly timestamp: number;
}

/**
 * The packets of the video track in coding order.
 *
 * @param options metadataOnly: true to read no data, which is then empty
 */
export async function* trackPackets(
  { video }: OpenContainer,
  onProgress: ReadProgress = () => {},
  { metadataOnly = false } = {},
): AsyncGenerator<TrackPacket> {
  const packets = new EncodedPacketSink(video).packets(undefined, undefined, { metadataOnly });
  for await (const { data, type, timestamp } of packets) {
    onProgress();
    yield { data, isKey: type === 'key', timestamp };
  }
}

/** True unless the track's edit list hides what is at this time. */
export function isInEdit({ video, structure }: OpenContainer, timestamp: number): boolean {
  const shown = structure.tracks.find(({ id }) => id === video.id)?.shown;
  // Half a time unit of the finest scales, against rounding.
  return !shown || (timestamp >= shown.from - 1e-6 && timestamp < shown.to - 1e-6);
}

function unreadable(name: string, reason: string, cause?: unknown): Problem {
  return new Problem(
    `${name} cannot be read as Matroska, WebM, MP4 or QuickTime (${reason.replace(/\.$/, '')}).`,
    'Copy the file again, or convert it with ffmpeg -i INPUT -c:v libx264 -crf 0 OUTPUT.mkv.',
    { cause },
  );
}
