import { Problem } from '../../problem.ts';
import { SilenceError } from '../../workers/watchdog.ts';
import { failureLine, ranOutOfMemory } from './ffmpegLog.ts';

const RETRY = 'Try again: ffmpeg will be restarted.';
const LESS_MEMORY =
  'Use fewer frames or smaller pictures, or close other tabs; ffmpeg.wasm has 1 GiB of memory.';

/** ffmpeg exited with an error. */
export class FfmpegFailure extends Error {
  override readonly name = 'FfmpegFailure';

  /** @param doing ends the sentence "ffmpeg failed while …" */
  constructor(
    readonly doing: string,
    readonly exitCode: number,
    readonly log: string,
  ) {
    super(`ffmpeg failed while ${doing} with exit code ${exitCode}`);
  }

  /** The error for the user: ffmpeg's own reason, and what to do. */
  toProblem(remedy: string): Problem {
    if (ranOutOfMemory(this.log)) return outOfMemory(this.doing, this);
    const reason = failureLine(this.log) ?? `exit code ${this.exitCode}`;
    return new Problem(`ffmpeg failed while ${this.doing}: ${endSentence(reason)}`, remedy, {
      cause: this,
    });
  }
}

/** The error for the user when ffmpeg itself crashed, ran out of memory or stopped responding. */
export function crashProblem(doing: string, error: unknown, log: string): Problem {
  if (error instanceof SilenceError) {
    return new Problem(
      `ffmpeg stopped responding while ${doing} (${error.message}) and was terminated.`,
      RETRY,
      { cause: error },
    );
  }
  const reason = reasonOf(error);
  if (error instanceof RangeError || ranOutOfMemory(`${log}\n${reason}`)) {
    return outOfMemory(doing, error);
  }
  return new Problem(`ffmpeg crashed while ${doing}: ${endSentence(reason)}`, RETRY, {
    cause: error,
  });
}

/** The message of any thrown value; the ffmpeg worker throws plain strings. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** The error for the user when ffmpeg or the browser could not allocate memory. */
export function outOfMemory(doing: string, cause: unknown): Problem {
  return new Problem(`The browser ran out of memory while ${doing}.`, LESS_MEMORY, { cause });
}

function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
