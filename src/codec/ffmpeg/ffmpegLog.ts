/** ffmpeg.wasm leaves every command by an abort, also a successful one. */
const LEAVING = 'Aborted()';

/**
 * The lines of one log message. ffmpeg ends its progress reports with a carriage return, so several
 * of them come as one message; on a terminal only the last is left standing, and so it is here.
 */
export function logLines(message: string): string[] {
  const lines: string[] = [];
  for (const line of message.split('\n')) {
    const standing = line.split('\r').findLast((part) => part.trim() !== '');
    if (standing !== undefined && standing !== LEAVING) lines.push(standing.trimEnd());
  }
  return lines;
}

/** Number of frames in a progress report such as `frame=   40 fps= 11 …`; null in other lines. */
export function reportedFrames(line: string): number | null {
  const match = /^frame=\s*(\d+)/.exec(line);
  return match?.[1] === undefined ? null : Number(match[1]);
}

const FAILURE =
  /error|invalid|could not|cannot|failed|unable|not found|no such|corrupt|truncated|must be/i;
/** What ffmpeg says about every failure, and x265 about the published command. */
const UNTELLING =
  /^conversion failed|unknown option: verbose|error while opening encoder|^aborted/i;

/**
 * The line that best says why ffmpeg failed: the first that speaks of an error, since those after
 * it are mostly consequences. The last line of all when there is none, null when there are no lines.
 */
export function failureLine(log: string): string | null {
  const lines = log.split('\n').filter((line) => line !== '' && !UNTELLING.test(line));
  const telling = lines.find((line) => FAILURE.test(line)) ?? lines.at(-1);
  // `[mjpeg @ 0x1234] message` and `x265 [error]: message` read better without their origin.
  return telling?.replace(/^(\[[^\]]*\]|x265 \[\w+\]:)\s*/, '').trim() ?? null;
}

/** True where ffmpeg could not get the memory that it asked for. */
export function ranOutOfMemory(log: string): boolean {
  return /cannot allocate memory|out of memory|malloc of size|allocation failed|invalid typed array length|\bOOM\b|memory access out of bounds/i.test(
    log,
  );
}
