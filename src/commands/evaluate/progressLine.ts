/** Where lines go: standard error, as a rule. */
export interface LineStream {
  readonly isTTY?: boolean;
  readonly columns?: number;
  write(text: string): unknown;
}

/** In a log, a line this often is enough, in milliseconds. */
const LOG_INTERVAL = 20_000;

const CLEAR_LINE = '\r\u001b[K';

/**
 * A line about work under way, below the lines that stay. A terminal shows it rewritten in place;
 * a file or pipe gets it now and then.
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
      // A longer one would wrap, and no longer be one line to clear.
      this.shown = text.slice(0, (this.stream.columns ?? 80) - 1);
      this.stream.write(CLEAR_LINE + this.shown);
    } else if (this.now() - this.logged >= LOG_INTERVAL) {
      this.logged = this.now();
      this.stream.write(`${text}\n`);
    }
  }

  /** Writes a line that stays. */
  print(text: string): void {
    const clear = this.shown ? CLEAR_LINE : '';
    this.stream.write(`${clear}${text}\n${this.shown}`);
  }

  /** Takes the line away. */
  close(): void {
    if (this.shown) this.stream.write(CLEAR_LINE);
    this.shown = '';
  }
}
