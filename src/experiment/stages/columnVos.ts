import type { Frames } from '../../sequence/frames.ts';
import type { LabelMaps } from '../../sequence/labelMaps.ts';
import type { Workers } from '../workers.ts';
import type { OpenSequence } from './openSequence.ts';

/** VOS over a column's frames in order. The memory of the run is in the networks' worker. */
export class ColumnVos {
  private run: number | null = null;

  /** @param maps output; the label map of the first frame is already filled */
  constructor(
    private readonly sequence: OpenSequence,
    private readonly frames: Frames,
    private readonly maps: LabelMaps,
  ) {}

  /**
   * Segments frame `index`; the first frame only starts the run.
   *
   * @returns seconds
   */
  async segment(index: number, workers: Workers): Promise<number> {
    const { frames, maps, sequence } = this;
    if (this.run === null) {
      const { truth, appearances } = sequence;
      const firstIds = appearances[0] ?? [];
      this.run = await workers.networks.run((networks) =>
        networks.beginVos(frames, 0, truth.maps, firstIds),
      );
      return 0;
    }
    const run = this.run;
    const segmented = await workers.networks.run((networks) =>
      networks.segment(run, frames, index, maps),
    );
    const newIds = sequence.appearances[index] ?? [];
    if (newIds.length === 0) return segmented.seconds;
    const introduced = await workers.networks.run((networks) =>
      networks.introduceObjects(run, frames, index, sequence.truth.maps, newIds, maps),
    );
    return segmented.seconds + introduced.seconds;
  }

  /** Frees the memory of the run. */
  async close(workers: Workers): Promise<void> {
    const { run } = this;
    this.run = null;
    if (run !== null) await workers.networks.run((networks) => networks.endVos(run));
  }

  /** Drops the run without a call, after the networks' worker was terminated. */
  dropRun(): void {
    this.run = null;
  }
}
