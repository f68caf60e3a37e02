import type { FrameRun, Stage } from './stage.ts';

export type NodeStatus = 'waiting' | 'running' | 'done' | 'failed' | 'stopped';

/** A remembered result and how far it is. */
export class StageNode<Output = unknown> {
  status: NodeStatus = 'waiting';
  output: Output | null = null;
  /** For each frame, true if it is there. */
  readonly ready: boolean[];
  /** Progress for the screen: frames done, of `total`. */
  done = 0;
  total: number;
  /** Sum over the frames of a frame stage. */
  seconds = 0;
  error: unknown = null;
  /** `performance.now()` milliseconds; null before. */
  startedAt: number | null = null;
  endedAt: number | null = null;
  /** Rises with every use, to forget the least recently used first. */
  lastUsed = 0;
  /** True while a task of this node runs. */
  busy = false;
  run: FrameRun<Output> | null = null;

  constructor(public stage: Stage<Output>) {
    this.ready = new Array<boolean>(stage.frames).fill(false);
    this.total = stage.frames;
  }

  /** Bytes that the result holds, also an unfinished one. */
  get bytes(): number {
    return this.output === null ? 0 : this.stage.bytes(this.output);
  }

  start(): void {
    this.status = 'running';
    this.startedAt ??= performance.now();
    this.endedAt = null;
  }

  end(status: NodeStatus): void {
    this.status = status;
    this.endedAt = performance.now();
  }

  /** Makes the node as new; a result that is shown stays in memory as long as it is shown. */
  reset(): void {
    this.status = 'waiting';
    this.output = null;
    this.run = null;
    this.ready.fill(false);
    this.done = 0;
    this.total = this.stage.frames;
    this.seconds = 0;
    this.error = null;
    this.startedAt = null;
    this.endedAt = null;
  }
}
