import type { Frames } from '../../sequence/frames.ts';
import type { LabelMaps } from '../../sequence/labelMaps.ts';
import type { Workers } from '../workers.ts';
import type { OpenSequence } from './openSequence.ts';

/** VOS over a column's pictures, one after another; the networks' worker remembers between them. */
export class ColumnVos {
  private run: number | null = null;

  /** @param maps take the label maps; that of the first frame is given */
  constructor(
    private readonly sequence: OpenSequence,
    private readonly frames: Frames,
    private readonly maps: LabelMaps,
  ) {}

  /** Segments frame `index` and returns the seconds it took; the first frame's map is given. */
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

  /** Frees the network's memory of these pictures. */
  async close(workers: Workers): Promise<void> {
    const { run } = this;
    this.run = null;
    if (run !== null) await workers.networks.run((networks) => networks.endVos(run));
  }

  /** The networks' worker was ended, and the run with it. */
  lose(): void {
    this.run = null;
  }
}
