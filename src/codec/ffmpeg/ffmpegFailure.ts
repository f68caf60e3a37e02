import { Problem } from '../../problem.ts';
import { failureLine, ranOutOfMemory } from './ffmpegLog.ts';
import { SilenceError } from './watchdog.ts';

const RETRY = 'Try again: a fresh ffmpeg is started for it.';
const LESS_MEMORY =
  'Use fewer frames or smaller pictures, or close other tabs; ffmpeg has 1 GiB here.';

/** ffmpeg ran to its end and reported an error. */
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

  /** For the user: ffmpeg's own reason and what can be done. */
  toProblem(remedy: string): Problem {
    if (ranOutOfMemory(this.log)) return outOfMemory(this.doing, this);
    const reason = failureLine(this.log) ?? `exit code ${this.exitCode}`;
    return new Problem(`ffmpeg failed while ${this.doing}: ${endSentence(reason)}`, remedy, {
      cause: this,
    });
  }
}

/** For an error that ended ffmpeg itself: a trap in its code, no memory, or silence. */
export function crashProblem(doing: string, error: unknown, log: string): Problem {
  if (error instanceof SilenceError) {
    return new Problem(
      `ffmpeg stopped answering while ${doing} (${error.message}) and was ended.`,
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

/** The text of anything that was thrown; the ffmpeg worker throws plain strings. */
export function reasonOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}

/** For memory that neither ffmpeg nor the browser could get. */
export function outOfMemory(doing: string, cause: unknown): Problem {
  return new Problem(`The memory ran out while ${doing}.`, LESS_MEMORY, { cause });
}

function endSentence(text: string): string {
  return /[.!?]$/.test(text) ? text : `${text}.`;
}
