import { proxy } from 'comlink';
import type { Packet } from '../codec/encodedVideo.ts';
import { describeError, isAbort } from '../problem.ts';
import type { Frames } from '../sequence/frames.ts';
import type { ImportedBits } from './experimentState.ts';
import type { ImportedMedia } from './media.ts';
import type { OpenSequence } from './openSequence.ts';
import type { ProgressReporter } from './progressReporter.ts';
import type { Threads } from './threads.ts';

/**
 * Reads what another codec made of the sequence, and publishes its bits.
 *
 * @returns its pictures
 * @throws Problem when they do not fit the sequence, or AbortError
 */
export async function importMedia(
  sequence: OpenSequence,
  media: ImportedMedia,
  threads: Pick<Threads, 'codec'>,
  reporter: ProgressReporter,
  signal: AbortSignal,
): Promise<Frames> {
  reporter.stage('import', 0, sequence.frames.count);
  try {
    const { frames, bits } = await read(sequence, media, threads, reporter, signal);
    reporter.set({ imported: bits });
    reporter.endStage('import');
    return frames;
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
  { codec }: Pick<Threads, 'codec'>,
  reporter: ProgressReporter,
  signal: AbortSignal,
): Promise<{ frames: Frames; bits: ImportedBits }> {
  const { file } = media;
  const onProgress = () =>
    proxy((done: number, total: number) => reporter.stage('import', done, total));
  if (media.kind === 'stream') {
    const { video, frames } = await codec.run(
      (api) => api.importStream(file, source.size, count, onProgress()),
      signal,
    );
    return { frames, bits: bitsOf(media.title, video.packets, null) };
  }
  const { bitstream } = media;
  // A bitstream that does not fit is found before the pictures are read.
  const size = bitstream && (await codec.run((api) => api.bitstreamSize(bitstream, count), signal));
  const frames = await codec.run(
    (api) => api.importFrames(file, source.size, count, onProgress()),
    signal,
  );
  return { frames, bits: bitsOf(media.title, size?.packets ?? null, size?.bytes ?? null) };
}

/** Pictures alone are counted where they can be told apart, as for x265; else the whole file. */
function bitsOf(
  title: string,
  packets: readonly Packet[] | null,
  fileBytes: number | null,
): ImportedBits {
  const bytes = packets?.reduce((sum, packet) => sum + packet.bytes, 0) ?? fileBytes;
  return { title, bytes, packets };
}
