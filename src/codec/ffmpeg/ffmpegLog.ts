/** ffmpeg.wasm ends every command with an abort, even a successful one. */
const ABORT_LINE = 'Aborted()';

/**
 * The lines of one log message. ffmpeg ends its progress reports with a carriage return, so one
 * message can contain several of them; only the last is kept, as on a terminal.
 */
export function logLines(message: string): string[] {
  const lines: string[] = [];
  for (const line of message.split('\n')) {
    const visible = line.split('\r').findLast((part) => part.trim() !== '');
    if (visible !== undefined && visible !== ABORT_LINE) lines.push(visible.trimEnd());
  }
  return lines;
}

/** Number of frames in a progress report such as `frame=   40 fps= 11 …`; null for other lines. */
export function reportedFrames(line: string): number | null {
  const match = /^frame=\s*(\d+)/.exec(line);
  return match?.[1] === undefined ? null : Number(match[1]);
}

const FAILURE =
  /error|invalid|could not|cannot|failed|unable|not found|no such|corrupt|truncated|must be/i;
/** Printed by ffmpeg for every failure, and by x265 for the published command. */
const UNINFORMATIVE =
  /^conversion failed|unknown option: verbose|error while opening encoder|^aborted/i;

/**
 * The line that best explains why ffmpeg failed: the first that mentions an error, because later
 * errors are mostly consequences. Otherwise the last line; null if there are no lines.
 */
export function failureLine(log: string): string | null {
  const lines = log.split('\n').filter((line) => line !== '' && !UNINFORMATIVE.test(line));
  const best = lines.find((line) => FAILURE.test(line)) ?? lines.at(-1);
  // Removes the origin in `[mjpeg @ 0x1234] message` and `x265 [error]: message`.
  return best?.replace(/^(\[[^\]]*\]|x265 \[\w+\]:)\s*/, '').trim() ?? null;
}

/** True if the log reports a failed memory allocation. */
export function ranOutOfMemory(log: string): boolean {
  return /cannot allocate memory|out of memory|malloc of size|allocation failed|invalid typed array length|\bOOM\b|memory access out of bounds/i.test(
    log,
  );
}
