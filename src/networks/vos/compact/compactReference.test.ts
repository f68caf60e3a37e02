import { beforeAll, describe, expect, it } from 'vitest';
import reference from '../../../../models/compact_vos/reference.json';
import retrainedReference from '../../../../models/compact_vos_retrained/reference.json';
import type { FrameSize } from '../../../sequence/frames.ts';
import { nodeRuntime, serveModels } from '../../../testing/testNetworks.ts';
import type { Precision } from '../../networksApi.ts';
import { pixelsOf } from '../../tensors/networkGrid.ts';
import { drawScene } from '../../testing/testScene.ts';
import { decodeRuns } from '../../testing/testWeights.ts';
import { type CompactNetwork, openCompact } from './compactNetwork.ts';

// Compares pictures, masks, memory (one scene is long enough for a slot to be written twice),
// network and upsampling with `models/compact_vos/inference.py` on the same drawn scenes.
const { step, object_ids: OBJECT_IDS } = reference;
type Scene = (typeof reference.scenes)[number];

/** Largest difference of a probability, and share of pixels with another label. */
const TOLERANCE: Readonly<Record<Precision, { probability: number; labels: number }>> = {
  float32: { probability: 1e-3, labels: 1e-4 },
  float16: { probability: 0.03, labels: 2e-3 },
};

beforeAll(serveModels);

describe.each([
  { name: 'compact', precision: 'float32', scenes: reference.scenes },
  { name: 'compact', precision: 'float16', scenes: reference.scenes },
  { name: 'compact-retrained', precision: 'float32', scenes: retrainedReference.scenes },
] as const)('VOS $name in $precision', ({ name, precision, scenes }) => {
  it.each(scenes)(
    'segments as PyTorch does: $width×$height, $objects objects',
    async (expected) => {
      const runtime = await nodeRuntime(precision);
      const network = await openCompact(runtime, name, sizeOf(expected), expected.objects);
      try {
        const difference = await differenceTo(expected, network);
        expect(difference.probability).toBeLessThan(TOLERANCE[precision].probability);
        expect(difference.labels).toBeLessThan(TOLERANCE[precision].labels);
      } finally {
        await network.close();
      }
    },
  );
});

async function differenceTo(scene: Scene, network: CompactNetwork) {
  const objectIds = OBJECT_IDS.slice(0, scene.objects);
  const size = sizeOf(scene);
  const first = drawScene(scene, 0);
  const run = await network.begin(first.planes, first.map, objectIds);
  const labels = new Uint8Array(pixelsOf(size));
  const largest = { probability: 0, labels: 0 };
  try {
    for (let time = 1; time <= Math.max(...scene.frames); time++) {
      const probabilities = await run.segment(drawScene(scene, time).planes, labels);
      const result = scene.results[scene.frames.indexOf(time)];
      if (!result) continue;
      const sampled = samples(probabilities, network.grid.padded, scene.objects + 1);
      expect(sampled).toHaveLength(result.probabilities.length);
      for (const [index, value] of sampled.entries()) {
        const difference = Math.abs(value - (result.probabilities[index] ?? Number.NaN));
        largest.probability = Math.max(largest.probability, difference);
      }
      const wanted = decodeRuns(result.map);
      const others = labels.reduce((sum, id, pixel) => sum + (id === wanted[pixel] ? 0 : 1), 0);
      largest.labels = Math.max(largest.labels, others / labels.length);
    }
    return largest;
  } finally {
    run.dispose();
  }
}

/** Every `step`-th row and column of all classes. */
function samples(probabilities: Float32Array, padded: FrameSize, classes: number): number[] {
  const found: number[] = [];
  for (let kind = 0; kind < classes; kind++) {
    for (let row = 0; row < padded.height; row += step) {
      for (let column = 0; column < padded.width; column += step) {
        const place = (kind * padded.height + row) * padded.width + column;
        found.push(probabilities[place] ?? Number.NaN);
      }
    }
  }
  return found;
}

function sizeOf({ width, height }: Scene): FrameSize {
  return { width, height };
}
