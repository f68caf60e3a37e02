import { proxy } from 'comlink';
import type { Packet } from '../../codec/encodedVideo.ts';
import type { NamedFile } from '../../files/namedFile.ts';
import { describeError, isAbort } from '../../problem.ts';
import type { Frames } from '../../sequence/frames.ts';
import type { ImportedBits } from '../experimentState.ts';
import type { ImportedMedia } from '../media.ts';
import type { ProgressReporter } from '../progressReporter.ts';
import type { Workers } from '../workers.ts';
import type { OpenSequence } from './openSequence.ts';
import type { StageCache } from './stageCache.ts';

/** The sequence as coded by another codec. */
export interface Imported {
  readonly frames: Frames;
  readonly bits: ImportedBits;
}

/**
 * Reads an import and publishes its bits. A failure is also reported in the imported column.
 *
 * @param cached what an earlier experiment has read of it, or null
 * @throws Problem when it does not fit the sequence; AbortError
 */
export async function importMedia(
  sequence: OpenSequence,
  media: ImportedMedia,
  cached: StageCache['imported'],
  workers: Pick<Workers, 'codec'>,
  reporter: ProgressReporter,
  signal: AbortSignal,
): Promise<Imported> {
  const total = sequence.frames.count;
  reporter.stage('import', cached ? total : 0, total);
  try {
    const imported = await read(sequence, media, cached, workers, reporter, signal);
    reporter.set({ imported: imported.bits });
    reporter.endStage('import');
    return imported;
  } catch (error) {
    if (!isAbort(error)) {
      reporter.endStage('import', 'failed');
      reporter.column('imported', { problem: describeError(error) });
      reporter.endStage('imported', 'failed');
    }
    throw error;
  }
}

async function read(
  { source, frames: { count } }: OpenSequence,
  media: ImportedMedia,
  cached: StageCache['imported'],
  { codec }: Pick<Workers, 'codec'>,
  reporter: ProgressReporter,
  signal: AbortSignal,
): Promise<Imported> {
  if (cached?.bits) return { frames: cached.frames, bits: cached.bits };
  const { file } = media;
  const onProgress = () =>
    proxy((done: number, total: number) => reporter.stage('import', done, total));
  if (media.kind === 'stream') {
    const { video, frames, masks } = await codec.run(
      (api) => api.importStream(file, source.size, count, onProgress()),
      signal,
    );
    const { packets } = video;
    const note = masks
      ? 'The stream carries masks, which are neither used nor counted here.'
      : null;
    return { frames, bits: { bytes: bytesOf(packets), packets, note } };
  }
  // Checks the bitstream before reading the frames, which takes longer.
  const bits = await readBits(media.bitstream, count, codec, signal);
  const frames =
    cached?.frames ??
    (await codec.run((api) => api.importFrames(file, source.size, count, onProgress()), signal));
  return { frames, bits };
}

/** Counts the frames without headers, as for x265, or else the whole file if it cannot be split. */
async function readBits(
  bitstream: NamedFile | null,
  count: number,
  codec: Workers['codec'],
  signal: AbortSignal,
): Promise<ImportedBits> {
  if (!bitstream) return { bytes: null, packets: null, note: null };
  const read = await codec.run((api) => api.bitstreamSize(bitstream, count), signal);
  const { bytes, packets, wholeBecause } = read;
  if (packets) return { bytes: bytesOf(packets), packets, note: null };
  return {
    bytes,
    packets: null,
    note: `Its bits are those of the whole file, headers included. ${wholeBecause}`,
  };
}

function bytesOf(packets: readonly Packet[]): number {
  return packets.reduce((sum, packet) => sum + packet.bytes, 0);
}
