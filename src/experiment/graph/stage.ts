/** The workers that stages run in. Each runs one task at a time. */
export const LANES = ['codec', 'masks', 'networks', 'scoring', 'blocks'] as const;

export type Lane = (typeof LANES)[number];

/**
 * What a stage needs of an input before it makes frame `index`: all of it, or only that frame.
 */
export type Need = 'all' | 'frame';

export interface StageInput {
  readonly stage: Stage;
  readonly need: Need;
}

interface StageBase {
  /**
   * Identity: the stage's name, its settings and the identities of its inputs. Stages with the same
   * identity make the same result, which is made once and remembered under it.
   */
  readonly id: string;
  /** Name for the progress on the screen; stages of a kind are shown together. */
  readonly kind: string;
  readonly lane: Lane;
  readonly inputs: readonly StageInput[];
  /** Number of frames of the result. */
  readonly frames: number;
  /**
   * True if the result, or what its next frame depends on, is in the worker's memory: if the worker
   * is lost, the stage starts again.
   */
  readonly inWorker?: boolean;
}

/** Access of a task to the graph. */
export interface Task {
  /** The result of an input; its frames are there as far as the input's need says. */
  outputOf<T>(stage: Stage<T>): T;
  /** Aborts when the result is no longer wanted. */
  readonly signal: AbortSignal;
}

/** Access of a stage that makes its whole result in one task. */
export interface WholeTask<Output> extends Task {
  /** Reports the number of frames done, of `total`; by default of the stage's frames. */
  progress(done: number, total?: number): void;
  /** Shows a result of which only the first `ready` frames are there. */
  publish(output: Output, ready: number): void;
  /** The remembered result of another stage; null if there is none. */
  remembered<T>(stage: Stage<T>): T | null;
  /** Remembers the result of another stage, which was made on the way. */
  remember<T>(stage: Stage<T>, output: T): void;
}

/** A stage that makes its whole result in one task, such as encoding. */
export interface WholeStage<Output = unknown> extends StageBase {
  readonly shape: 'whole';
  make(task: WholeTask<Output>): Promise<Output>;
  /** Bytes of memory that a result holds. */
  bytes(output: Output): number;
}

/** A stage that makes its result frame by frame, such as VOS. */
export interface FrameStage<Output = unknown> extends StageBase {
  readonly shape: 'frames';
  /** True if frames must be made in order. */
  readonly inOrder: boolean;
  /** Allocates the result. */
  open(task: Task): FrameRun<Output>;
  bytes(output: Output): number;
}

/** A result in the making. */
export interface FrameRun<Output = unknown> {
  readonly output: Output;
  /**
   * Makes one frame.
   *
   * @returns seconds
   */
  fill(index: number, task: Task): Promise<number>;
  /** Frees what the worker holds of an unfinished or finished run. */
  close?(): Promise<void>;
}

/** A step from inputs to a result. */
export type Stage<Output = unknown> = WholeStage<Output> | FrameStage<Output>;

/** All stages on which `stages` depend, and these: inputs before the stages that use them. */
export function withInputs(stages: readonly Stage[]): Stage[] {
  const found = new Map<string, Stage>();
  const add = (stage: Stage) => {
    if (found.has(stage.id)) return;
    for (const input of stage.inputs) add(input.stage);
    found.set(stage.id, stage);
  };
  for (const stage of stages) add(stage);
  return [...found.values()];
}
