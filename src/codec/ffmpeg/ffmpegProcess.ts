import { FFFSType, FFmpeg } from '@ffmpeg/ffmpeg';
import { Problem } from '../../problem.ts';
import { Watchdog } from '../../workers/watchdog.ts';
import { crashProblem, FfmpegFailure, reasonOf } from './ffmpegFailure.ts';
import { ffmpegFiles } from './ffmpegFiles.ts';
import { logLines, reportedFrames } from './ffmpegLog.ts';

/** An input file of a job. */
export type JobInput = WrittenInput | MountedInput;

/** Bytes that are created when the job starts; their buffer is then detached. */
export interface WrittenInput {
  readonly name: string;
  readonly read: () => Uint8Array<ArrayBuffer> | Promise<Uint8Array<ArrayBuffer>>;
}

/** A file that ffmpeg reads in place, piece by piece; see {@link mountedPath}. */
export interface MountedInput {
  readonly name: string;
  readonly blob: Blob;
}

const MOUNT_POINT = '/files';

/** The path of a {@link MountedInput} in a command. */
export function mountedPath(name: string): string {
  return `${MOUNT_POINT}/${name}`;
}

/** One ffmpeg command that writes one file. */
export interface FfmpegJob {
  /** Ends the sentence "ffmpeg failed while …" in messages, e.g. `encoding 99 frames`. */
  readonly doing: string;
  readonly inputs: readonly JobInput[];
  readonly arguments: readonly string[];
  /** Name of the file that the command writes. */
  readonly output: string;
  /** Called with the number of finished frames, about twice a second. */
  readonly onFrames?: (done: number) => void;
}

export interface FfmpegOutput {
  readonly data: Uint8Array<ArrayBuffer>;
  /** Everything that ffmpeg printed. */
  readonly log: string;
  /** Time of the command, without copying files in and out. */
  readonly seconds: number;
}

/**
 * One instance of ffmpeg.wasm: 1 GiB of memory, 32 threads. It runs one job at a time. After an
 * error its state is undefined: {@link end} it and start another.
 */
export class FfmpegProcess {
  private readonly ffmpeg = new FFmpeg();

  private constructor(private readonly silenceSeconds: number) {}

  /**
   * Starts ffmpeg. The first one in a worker loads it, 32 MB.
   *
   * @param silenceSeconds a job fails if ffmpeg does not respond for this long
   * @throws Problem if it cannot be loaded
   */
  static async start(silenceSeconds: number, loadSeconds = 300): Promise<FfmpegProcess> {
    const process = new FfmpegProcess(silenceSeconds);
    const watchdog = new Watchdog(loadSeconds);
    const thread = threadFailure();
    try {
      const loaded = process.ffmpeg.load({ ...(await ffmpegFiles()) });
      await Promise.race([loaded, watchdog.expired, thread.failed]);
      return process;
    } catch (cause) {
      process.end();
      if (cause instanceof Problem) throw cause;
      throw new Problem(
        `ffmpeg could not be loaded (${reasonOf(cause)}).`,
        'Check the connection to the server that this page came from and try again.',
        { cause },
      );
    } finally {
      watchdog.stop();
      thread.stop();
    }
  }

  /**
   * Writes the inputs, runs the command, reads the output and deletes both.
   *
   * @throws FfmpegFailure if ffmpeg exits with an error
   * @throws Problem if it stops responding or crashes
   */
  async run(job: FfmpegJob): Promise<FfmpegOutput> {
    const log: string[] = [];
    const watchdog = new Watchdog(this.silenceSeconds);
    const onLog = ({ message }: { message: string }) => {
      watchdog.feed();
      for (const line of logLines(message)) {
        log.push(line);
        const frames = reportedFrames(line);
        if (frames !== null) job.onFrames?.(frames);
      }
    };
    const onProgress = () => watchdog.feed();
    const thread = threadFailure();
    this.ffmpeg.on('log', onLog);
    this.ffmpeg.on('progress', onProgress);
    try {
      const work = this.perform(job, log, () => watchdog.feed());
      return await Promise.race([work, watchdog.expired, thread.failed]);
    } catch (cause) {
      if (cause instanceof FfmpegFailure || cause instanceof Problem) throw cause;
      throw crashProblem(job.doing, cause, log.join('\n'));
    } finally {
      watchdog.stop();
      thread.stop();
      this.ffmpeg.off('log', onLog);
      this.ffmpeg.off('progress', onProgress);
    }
  }

  /** Terminates all its threads at once and frees its memory. */
  end(): void {
    this.ffmpeg.terminate();
  }

  private async perform(job: FfmpegJob, log: string[], feed: () => void): Promise<FfmpegOutput> {
    const written = job.inputs.filter((input) => 'read' in input);
    const mounted = job.inputs.filter((input) => 'blob' in input);
    for (const input of written) {
      await this.ffmpeg.writeFile(input.name, await input.read());
      feed();
    }
    if (mounted.length > 0) await this.mount(mounted);
    const start = performance.now();
    const exitCode = await this.ffmpeg.exec([...job.arguments]);
    const seconds = (performance.now() - start) / 1000;
    feed();
    if (exitCode !== 0) throw new FfmpegFailure(job.doing, exitCode, log.join('\n'));
    for (const input of written) await this.ffmpeg.deleteFile(input.name);
    if (mounted.length > 0) await this.unmount();
    const data = await this.ffmpeg.readFile(job.output);
    feed();
    await this.ffmpeg.deleteFile(job.output);
    if (typeof data === 'string') throw new TypeError('ffmpeg returned text for a binary file');
    return { data: data as Uint8Array<ArrayBuffer>, log: log.join('\n'), seconds };
  }

  private async mount(inputs: readonly MountedInput[]): Promise<void> {
    const blobs = inputs.map(({ name, blob }) => ({ name, data: blob }));
    await this.ffmpeg.createDir(MOUNT_POINT);
    const mounted = await this.ffmpeg.mount(FFFSType.WORKERFS, { blobs }, MOUNT_POINT);
    if (!mounted) throw new Error('ffmpeg cannot mount files');
  }

  private async unmount(): Promise<void> {
    await this.ffmpeg.unmount(MOUNT_POINT);
    await this.ffmpeg.deleteDir(MOUNT_POINT);
  }
}

/**
 * Errors in ffmpeg's own threads, which arrive here as errors of the worker that runs ffmpeg. Left
 * alone they would end the whole codec worker. While a command runs, ffmpeg keeps its worker from
 * reporting them, and the watchdog ends it.
 */
function threadFailure() {
  let fail: (error: Error) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  failed.catch(() => {});
  const onError = (event: ErrorEvent) => {
    event.preventDefault();
    fail(new Error(event.message));
  };
  globalThis.addEventListener('error', onError);
  return { failed, stop: () => globalThis.removeEventListener('error', onError) };
}
