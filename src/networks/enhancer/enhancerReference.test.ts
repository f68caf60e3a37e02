import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import reference from '../../../models/enhancer/reference.json';
import type { Packet } from '../../codec/encodedVideo.ts';
import { allocateFrames, type Frames, framePlanes } from '../../sequence/frames.ts';
import { nodeRuntime, serveModels } from '../../testing/testNetworks.ts';
import { openEnhancer, type PlanesNetwork, release } from '../runtime/sessions.ts';
import { drawScene } from '../testing/testScene.ts';
import { enhanceFrame, enhancerPictures } from './enhance.ts';
import { unpackPlanes } from './enhancerPlanes.ts';

// Compares neighbours, packets, planes, mask and network with `models/enhancer/inference.py` on the
// same drawn video.
const { width, height, crf, step, count } = reference;
const SIZE = { width, height };

/** As `packets` in `models/enhancer/reference.py`. */
const PACKETS: readonly Packet[] = Array.from({ length: count }, (_, time) => {
  const key = reference.keys.includes(time);
  return { bytes: key ? 300 : 20 + 7 * ((time * time) % 11), key };
});

describe.each([
  { precision: 'float32', share: 1e-4 },
  { precision: 'float16', share: 1.5e-2 },
] as const)('the enhancer in $precision', ({ precision, share }) => {
  let network: PlanesNetwork;
  let decoded: Frames;

  beforeAll(async () => {
    serveModels();
    network = await openEnhancer(await nodeRuntime(precision), SIZE);
    decoded = allocateFrames(SIZE, count);
    for (let time = 0; time < count; time++) {
      const { planes } = drawScene(reference, time);
      const { y, u, v } = framePlanes(decoded, time);
      y.set(planes.y);
      u.set(planes.u);
      v.set(planes.v);
    }
  });

  afterAll(() => release([network.session]));

  it.each(reference.results)(
    'enhances frame $frame as PyTorch does',
    async ({ frame, samples, sum }) => {
      const { map } = drawScene(reference, frame);
      const enhanced = await enhanceFrame(
        network,
        enhancerPictures(decoded, frame, PACKETS),
        crf,
        map,
      );
      const { planes } = framePlanesOf(enhanced, network);
      const found = packed(planes);
      const chosen = found.filter((_, index) => index % step === 0);
      expect(chosen).toHaveLength(samples.length);
      const differences = samples.map((sample, index) => Math.abs(sample - (chosen[index] ?? 0)));
      // A sample between two bytes may be rounded either way.
      expect(Math.max(...differences)).toBeLessThanOrEqual(1);
      const others = differences.filter((difference) => difference > 0).length;
      expect(others / samples.length).toBeLessThanOrEqual(Math.max(share, 3 / samples.length));
      const total = found.reduce((all, sample) => all + sample, 0);
      expect(Math.abs(total - sum) / found.length).toBeLessThan(share);
      // The picture has changed.
      const before = packed(framePlanes(decoded, frame));
      const changed = found.filter((sample, index) => sample !== before[index]).length;
      expect(changed / found.length).toBeGreaterThan(0.1);
    },
  );
});

function framePlanesOf(enhanced: Float32Array, network: PlanesNetwork) {
  const planes = framePlanes(allocateFrames(SIZE, 1), 0);
  unpackPlanes(enhanced, network.grid, planes);
  return { planes };
}

/** All samples of a frame in one array. */
function packed({ y, u, v }: { y: Uint8Array; u: Uint8Array; v: Uint8Array }): number[] {
  return [...y, ...u, ...v];
}
