import { proxy } from 'comlink';
import type { VideoStream } from '../../codec/encodedVideo.ts';
import type { CarriedStream } from '../../codec/importStream.ts';
import { describeError, isAbort } from '../../problem.ts';
import type { Frames } from '../../sequence/frames.ts';
import type { ExperimentPlan } from '../experimentPlan.ts';
import type { ProgressReporter } from '../progressReporter.ts';
import type { Workers } from '../workers.ts';
import type { OpenSequence } from './openSequence.ts';

/** The x265 video and its decoded frames. */
export interface CodecOutput {
  readonly video: VideoStream;
  readonly frames: Frames;
  /** The mask stream that a user-supplied video carries; null if none. */
  readonly masks: CarriedStream | null;
  /** Seconds; 0 for a user-supplied video. */
  readonly encode: number;
  /** Seconds. */
  readonly decode: number;
}

/**
 * Encodes the originals with x265 and decodes them again, or decodes the user-supplied stream. A
 * failure is also reported in the columns that depend on the video.
 *
 * @throws the codec's Problem or AbortError
 */
export async function encodeAndDecode(
  sequence: OpenSequence,
  { configuration, media: { x265Stream } }: Pick<ExperimentPlan, 'configuration' | 'media'>,
  { codec }: Pick<Workers, 'codec'>,
  reporter: ProgressReporter,
  signal: AbortSignal,
): Promise<CodecOutput> {
  const total = sequence.frames.count;
  let stage: 'encode' | 'decode' = 'encode';
  const onProgress = () => proxy((done: number, all: number) => reporter.stage(stage, done, all));
  try {
    if (x265Stream) {
      stage = 'decode';
      reporter.endStage('encode', 'skipped');
      reporter.stage('decode', 0, total);
      const { video, frames, masks } = await codec.run(
        (api) => api.importStream(x265Stream, sequence.source.size, total, onProgress()),
        signal,
      );
      reporter.set({ video });
      reporter.endStage('decode');
      return { video, frames, masks, encode: 0, decode: video.seconds };
    }
    reporter.stage('encode', 0, total);
    const video = await codec.run(
      (api) => api.encode(sequence.frames, configuration, onProgress()),
      signal,
    );
    reporter.set({ video });
    reporter.endStage('encode');
    stage = 'decode';
    reporter.stage('decode', 0, total);
    const decoded = await codec.run((api) => api.decode(video, onProgress()), signal);
    reporter.endStage('decode');
    return {
      video,
      frames: decoded.frames,
      masks: null,
      encode: video.seconds,
      decode: decoded.seconds,
    };
  } catch (error) {
    if (!isAbort(error)) {
      reporter.endStage(stage, 'failed');
      if (stage === 'encode') reporter.endStage('decode', 'skipped');
      for (const name of ['x265', 'ours'] as const) {
        if (!configuration.columns.includes(name)) continue;
        reporter.column(name, { problem: describeError(error) });
        reporter.endStage(name, 'failed');
        if (name === 'ours' && configuration.ours === 'coded')
          reporter.endStage('masks', 'skipped');
      }
    }
    throw error;
  }
}

/** Publishes the video of an earlier experiment. */
export function publishCodecOutput(
  { video, frames }: CodecOutput,
  reporter: ProgressReporter,
): void {
  reporter.set({ video });
  if (video.settings) reporter.stage('encode', frames.count, frames.count);
  reporter.endStage('encode', video.settings ? 'done' : 'skipped');
  reporter.stage('decode', frames.count, frames.count);
  reporter.endStage('decode');
}
