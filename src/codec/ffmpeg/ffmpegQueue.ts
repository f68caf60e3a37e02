import { TaskQueue } from '../../workers/taskQueue.ts';
import { type FfmpegJob, type FfmpegOutput, FfmpegProcess } from './ffmpegProcess.ts';

export interface FfmpegQueueOptions {
  /** A job fails if ffmpeg does not respond for this long. */
  readonly silenceSeconds: number;
  /** Jobs per instance; repeated jobs eventually crash it (ffmpeg.wasm issue 597). */
  readonly jobsPerProcess: number;
  /** An instance is terminated after being idle for this long, to free its memory. */
  readonly idleSeconds: number;
}

const DEFAULTS: FfmpegQueueOptions = { silenceSeconds: 30, jobsPerProcess: 6, idleSeconds: 60 };

/**
 * Runs ffmpeg jobs one after the other, on an instance that is started when needed and replaced
 * after an error and after every few jobs. A failed job does not affect the next one.
 */
export class FfmpegQueue {
  private readonly options: FfmpegQueueOptions;
  private readonly jobs = new TaskQueue();
  private process: FfmpegProcess | null = null;
  private jobsDone = 0;
  private idleTimer: ReturnType<typeof setTimeout> | undefined;

  constructor(options: Partial<FfmpegQueueOptions> = {}) {
    this.options = { ...DEFAULTS, ...options };
  }

  /**
   * @throws FfmpegFailure if ffmpeg exits with an error
   * @throws Problem if ffmpeg cannot be loaded, stops responding or crashes
   */
  run(job: FfmpegJob): Promise<FfmpegOutput> {
    return this.jobs.add(() => this.runNow(job));
  }

  /**
   * Starts ffmpeg unless it runs.
   *
   * @throws Problem if it cannot be loaded
   */
  async load(): Promise<void> {
    await this.jobs.add(() => this.start());
  }

  private async runNow(job: FfmpegJob): Promise<FfmpegOutput> {
    clearTimeout(this.idleTimer);
    const process = await this.start();
    try {
      const output = await process.run(job);
      this.jobsDone += 1;
      if (this.jobsDone >= this.options.jobsPerProcess) this.endProcess();
      else this.idleTimer = setTimeout(() => this.endProcess(), this.options.idleSeconds * 1000);
      return output;
    } catch (error) {
      this.endProcess();
      throw error;
    }
  }

  private async start(): Promise<FfmpegProcess> {
    this.process ??= await FfmpegProcess.start(this.options.silenceSeconds);
    return this.process;
  }

  private endProcess(): void {
    this.process?.end();
    this.process = null;
    this.jobsDone = 0;
  }
}
