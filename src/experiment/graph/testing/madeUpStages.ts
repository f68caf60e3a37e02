import type { FrameStage, Lane, Stage, StageInput, WholeStage } from '../stage.ts';
import { abortError } from './abortError.ts';

/** A made-up result: one number per frame, which says what it was made from. */
export type Numbers = (number | null)[];

/**
 * Made-up stages that count their work, can be made to fail, and hold state in a worker that can be
 * lost, like the real ones.
 */
export class MadeUpStages {
  /** What was made, in order: the stage's name, with the frame for frame stages. */
  made: string[] = [];
  /** Names of stages that fail now. */
  readonly failing = new Set<string>();
  /** Rises when a lane's worker is lost. */
  readonly workers: Record<Lane, number> = {
    codec: 0,
    masks: 0,
    networks: 0,
    scoring: 0,
    blocks: 0,
  };
  /** Called before every step of work. */
  onStep: () => void = () => {};

  constructor(readonly frames = 3) {}

  /** A stage that makes all of its frames at once: the sum of its inputs and `value`. */
  whole(
    name: string,
    lane: Lane,
    inputs: readonly Stage<Numbers>[] = [],
    value = 1,
  ): WholeStage<Numbers> {
    const stage: WholeStage<Numbers> = {
      shape: 'whole',
      ...this.base(name, lane, inputs, 'all'),
      bytes: (numbers) => numbers.length,
      make: async ({ outputOf, signal, progress }) => {
        const stop = () => this.workers[lane]++;
        signal.addEventListener('abort', stop, { once: true });
        for (let index = 0; index < this.frames; index++) {
          await this.step();
          if (signal.aborted) throw abortError();
          progress(index + 1);
        }
        signal.removeEventListener('abort', stop);
        this.made.push(name);
        if (this.failing.has(name)) throw new Error(`${name} failed`);
        return Array.from({ length: this.frames }, (_, index) =>
          inputs.reduce((sum, input) => sum + (outputOf(input)[index] ?? Number.NaN), value),
        );
      },
    };
    return stage;
  }

  /**
   * A stage that makes one frame after the other. In order, each frame adds the one before, which
   * the worker remembers.
   */
  framewise(
    name: string,
    lane: Lane,
    inputs: readonly Stage<Numbers>[] = [],
    { inOrder = false, value = 1 } = {},
  ): FrameStage<Numbers> {
    return {
      shape: 'frames',
      ...this.base(name, lane, inputs, 'frame'),
      inOrder,
      inWorker: inOrder,
      bytes: (numbers) => numbers.length,
      open: () => {
        const output: Numbers = new Array(this.frames).fill(null);
        const worker = this.workers[lane];
        let before = 0;
        return {
          output,
          fill: async (index, { outputOf }) => {
            await this.step();
            if (inOrder && worker !== this.workers[lane]) throw new Error('the worker was lost');
            this.made.push(`${name} ${index}`);
            if (this.failing.has(name)) throw new Error(`${name} failed`);
            const sum = inputs.reduce(
              (total, input) => total + (outputOf(input)[index] ?? Number.NaN),
              value,
            );
            before = inOrder ? before + sum : sum;
            output[index] = before;
            return 1;
          },
        };
      },
    };
  }

  /** Lets a lane's worker be lost: what it held is gone. */
  lose(lane: Lane): void {
    this.workers[lane]++;
  }

  private base(name: string, lane: Lane, inputs: readonly Stage[], need: StageInput['need']) {
    return {
      id: `${name}(${inputs.map(({ id }) => id).join()})`,
      kind: name,
      lane,
      frames: this.frames,
      inputs: inputs.map((stage) => ({ stage, need })),
    };
  }

  private async step(): Promise<void> {
    this.onStep();
    await Promise.resolve();
  }
}
