import { mkdir, rename, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { RUN_EXTENSION } from '../../experiment/runExtension.ts';
import { describeError, Problem } from '../../problem.ts';
import { formatColumnList } from '../../results/columnList.ts';
import type { PlannedExperiment } from './experiments.ts';

/** The folder of `--runs`: a run file for each experiment. */
export class RunsFolder {
  /** @param isSingle true if a sequence has one experiment, so that its name is enough */
  constructor(
    private readonly directory: string,
    private readonly isSingle: boolean,
  ) {}

  /** @throws Problem when the folder cannot be created */
  async prepare(): Promise<void> {
    await this.attempt(() => mkdir(this.directory, { recursive: true }));
  }

  /**
   * Writes a run under its own name when it is complete.
   *
   * @throws Problem when it cannot be written
   */
  async save(experiment: PlannedExperiment, run: Buffer): Promise<void> {
    const path = join(this.directory, runFileName(experiment, this.isSingle));
    await this.attempt(async () => {
      await writeFile(`${path}.partial`, run);
      await rename(`${path}.partial`, path);
    });
  }

  private async attempt(work: () => Promise<unknown>): Promise<void> {
    try {
      await work();
    } catch (cause) {
      const isCoded = cause instanceof Error && 'code' in cause;
      throw new Problem(
        `${this.directory} cannot be written to (${isCoded ? cause.code : describeError(cause)}).`,
        'Choose another folder for --runs.',
        { cause },
      );
    }
  }
}

/** `dog.maskscope`, or with the columns if a sequence has several experiments. */
export function runFileName({ name, columns }: PlannedExperiment, isSingle: boolean): string {
  const list = formatColumnList(columns).replaceAll(/[^\w.@%+,-]/g, '-');
  return isSingle ? `${name}.${RUN_EXTENSION}` : `${name}-${list}.${RUN_EXTENSION}`;
}
