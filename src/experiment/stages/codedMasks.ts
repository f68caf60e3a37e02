import { proxy } from 'comlink';
import type { VideoStream } from '../../codec/encodedVideo.ts';
import type { CarriedStream } from '../../codec/importStream.ts';
import { carriedMaskBits } from '../../codec/maskGroups.ts';
import { WRONG_CHECKSUM } from '../../masks/decodeMaskStream.ts';
import { DEFAULT_MASK_STREAM_SETTINGS } from '../../masks/maskStream.ts';
import { describeError, isAbort } from '../../problem.ts';
import { allocateLabelMaps, type LabelMaps } from '../../sequence/labelMaps.ts';
import type { CodedMasks } from '../experimentState.ts';
import type { ProgressReporter } from '../progressReporter.ts';
import type { Workers } from '../workers.ts';
import type { FilledColumn } from './filledColumn.ts';
import { unlessAborted } from './unlessAborted.ts';

/**
 * Waits for VOS on the originals, then encodes its masks and decodes them again. A failure is also
 * reported in column ours.
 *
 * @param original the column of the originals; may still be filling
 * @throws Problem or AbortError
 */
export async function codeMasks(
  original: FilledColumn,
  video: VideoStream,
  quality: number,
  workers: Workers,
  reporter: ProgressReporter,
  signal: AbortSignal,
): Promise<CodedMasks> {
  return reporting(reporter, async () => {
    await unlessAborted(original.ended, signal);
    const settings = { ...DEFAULT_MASK_STREAM_SETTINGS, quality };
    reporter.stage('masks', 0, 2 * original.maps.count);
    const stream = await workers.masks.run(
      (api) => api.encode(original.maps, settings, maskProgress(reporter, 0)),
      signal,
    );
    const { packets, seconds } = stream;
    const decoded = await decode(
      packets,
      'the mask stream',
      original.maps,
      workers,
      reporter,
      signal,
    );
    return {
      packets,
      bits: carriedMaskBits(video.packets, packets),
      settings: stream.settings,
      provider: original.provider,
      maps: decoded.maps,
      scale: decoded.scale,
      seconds: { vos: original.seconds.vos, encode: seconds, decode: decoded.seconds },
      notes: decoded.notes,
    };
  });
}

/**
 * Decodes the masks that a user-supplied stream carries. A failure is also reported in column ours.
 *
 * @param name the file name, for messages
 * @throws Problem or AbortError
 */
export async function decodeCarriedMasks(
  { packets, bits, problem }: CarriedStream,
  name: string,
  dimensions: Pick<LabelMaps, 'size' | 'count'>,
  workers: Workers,
  reporter: ProgressReporter,
  signal: AbortSignal,
): Promise<CodedMasks> {
  return reporting(reporter, async () => {
    if (problem) throw problem;
    const { maps, scale, seconds, notes } = await decode(
      packets,
      name,
      dimensions,
      workers,
      reporter,
      signal,
    );
    return {
      packets,
      bits,
      settings: null,
      provider: null,
      maps,
      scale,
      seconds: { vos: 0, encode: 0, decode: seconds },
      notes: [
        `Its masks were carried by ${name}. The times of VOS and mask encoding are not known.`,
        ...notes,
      ],
    };
  });
}

/** Publishes the masks that `work` returns, or its failure. */
async function reporting(
  reporter: ProgressReporter,
  work: () => Promise<CodedMasks>,
): Promise<CodedMasks> {
  try {
    const masks = await work();
    publish(masks, reporter);
    return masks;
  } catch (error) {
    if (!isAbort(error)) {
      reporter.endStage('masks', 'failed');
      reporter.column('ours', { problem: describeError(error) });
      reporter.endStage('ours', 'failed');
    }
    throw error;
  }
}

async function decode(
  packets: readonly (Uint8Array | null)[],
  name: string,
  { size, count }: Pick<LabelMaps, 'size' | 'count'>,
  workers: Workers,
  reporter: ProgressReporter,
  signal: AbortSignal,
) {
  const maps = allocateLabelMaps(size, count);
  const { scale, damage, seconds } = await workers.masks.run(
    (api) => api.decode(packets, name, maps, maskProgress(reporter, count)),
    signal,
  );
  return { maps, scale, seconds, notes: damageNotes(damage) };
}

/** Encoding and decoding are one stage with twice the number of maps. */
function maskProgress(reporter: ProgressReporter, offset: number) {
  return proxy((done: number, total: number) => reporter.stage('masks', offset + done, 2 * total));
}

function damageNotes(damage: readonly (string | null)[]): string[] {
  const framesOf = (matches: (text: string) => boolean) =>
    damage.flatMap((text, index) => (text !== null && matches(text) ? [index] : []));
  const doubtful = framesOf((text) => text === WRONG_CHECKSUM);
  const lost = framesOf((text) => text !== WRONG_CHECKSUM);
  const [first = 0] = lost;
  return [
    ...(lost.length > 0
      ? [
          `The masks of ${framesText(lost)} are damaged (${damage[first]}). The last intact masks are shown instead.`,
        ]
      : []),
    ...(doubtful.length > 0
      ? [`The masks of ${framesText(doubtful)} may be wrong: ${WRONG_CHECKSUM}.`]
      : []),
  ];
}

function framesText(frames: readonly number[]): string {
  const [first = 0] = frames;
  const last = frames.at(-1) ?? first;
  return first === last ? `frame ${first}` : `${frames.length} of the frames ${first} to ${last}`;
}

/**
 * Publishes the masks of an earlier experiment.
 *
 * @param video carries the masks of this experiment and decides their bits
 * @returns the masks with these bits
 */
export function publishMasks(
  masks: CodedMasks,
  video: VideoStream,
  reporter: ProgressReporter,
): CodedMasks {
  const packets = masks.packets.filter((packet) => packet !== null);
  const isMadeHere = masks.settings !== null;
  const bits = isMadeHere ? carriedMaskBits(video.packets, packets) : masks.bits;
  const published = { ...masks, bits };
  publish(published, reporter);
  return published;
}

function publish(masks: CodedMasks, reporter: ProgressReporter): void {
  const total = masks.packets.length;
  reporter.set({ masks });
  reporter.stage('masks', 2 * total, 2 * total);
  reporter.endStage('masks');
}
