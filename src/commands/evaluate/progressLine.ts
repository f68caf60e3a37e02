/** Output stream, e.g. standard error. */
export interface LineStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** Minimum interval of progress lines in a log, in milliseconds. */
const LOG_INTERVAL = 20_000;

const CLEAR_LINE = '\r\u001b[K';

/**
 * A progress line below permanent lines. On a terminal it is rewritten in place; in a file or pipe
 * it is written from time to time.
 */
export class ProgressLine {
  private shown = '';
  private logged: number;

  constructor(
    private readonly stream: LineStream,
    private readonly now: () => number = Date.now,
  ) {
    this.logged = now();
  }

  /** Replaces the line. */
  update(text: string): void {
    if (this.stream.isTTY) {
      // A longer text would wrap and could not be cleared as one line.
      this.shown = text.slice(0, (this.stream.columns ?? 80) - 1);
      this.stream.write(CLEAR_LINE + this.shown);
    } else if (this.now() - this.logged >= LOG_INTERVAL) {
      this.logged = this.now();
      this.stream.write(`${text}\n`);
    }
  }

  /** Writes a permanent line. */
  print(text: string): void {
    const clear = this.shown ? CLEAR_LINE : '';
    this.stream.write(`${clear}${text}\n${this.shown}`);
  }

  /** Clears the line. */
  close(): void {
    if (this.shown) this.stream.write(CLEAR_LINE);
    this.shown = '';
  }
}
