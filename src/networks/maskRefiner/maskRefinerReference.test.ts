import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import reference from '../../../models/mask_refiner/reference.json';
import { nodeRuntime, serveModels } from '../../testing/testNetworks.ts';
import { openMaskRefiner, type PlanesNetwork, release } from '../runtime/sessions.ts';
import { drawScene } from '../testing/testScene.ts';
import { decodeRuns } from '../testing/testWeights.ts';
import { refineMasks } from './refineMasks.ts';

// Compares with `models/mask_refiner/refine.py` on the same drawn pictures and coarse label maps.
const { width, height, crf, scale, step } = reference;
const SIZE = { width, height };

describe.each([
  { precision: 'float32', difference: 1e-3, share: 1e-4 },
  { precision: 'float16', difference: 5e-2, share: 1e-3 },
] as const)('the mask refiner in $precision', ({ precision, difference, share }) => {
  let network: PlanesNetwork;

  beforeAll(async () => {
    serveModels();
    network = await openMaskRefiner(await nodeRuntime(precision), SIZE);
  });

  afterAll(() => release([network.session]));

  it.each(reference.results)(
    'refines the map at $time as PyTorch does',
    async ({ time, logits, runs }) => {
      const { planes, map } = drawScene(reference, time);
      const refined = new Uint8Array(map.length);
      const found = await refineMasks(network, planes, coarse(map), { scale, crf }, refined);
      expect(different(refined, decodeRuns(runs)) / map.length).toBeLessThan(share);
      expect(found).toHaveLength(logits.length);
      for (const [mask, expected] of logits.entries()) {
        const samples = found[mask]?.filter((_, index) => index % step === 0) ?? [];
        expect(samples).toHaveLength(expected.length);
        const differences = expected.map((logit, index) => Math.abs(logit - (samples[index] ?? 9)));
        expect(Math.max(...differences)).toBeLessThan(difference);
      }
    },
  );

  it('opens no gap between objects that touch', async () => {
    const { planes } = drawScene(reference, 0);
    const halves = new Uint8Array(width * height).map((_, at) => (at % width < 100 ? 1 : 2));
    const refined = new Uint8Array(halves.length);
    await refineMasks(network, planes, halves, { scale, crf }, refined);
    expect(refined.includes(0)).toBe(false);
    expect(different(refined, halves) / halves.length).toBeLessThan(0.05);
  });

  it('does not change a map that was coded at full size', async () => {
    const { planes, map } = drawScene(reference, 5);
    const refined = new Uint8Array(map.length);
    expect(await refineMasks(network, planes, map, { scale: 1, crf }, refined)).toEqual([]);
    expect(refined).toEqual(map);
  });

  it('leaves a map without an object empty', async () => {
    const { planes } = drawScene(reference, 0);
    const refined = new Uint8Array(width * height).fill(1);
    const empty = new Uint8Array(width * height);
    expect(await refineMasks(network, planes, empty, { scale, crf }, refined)).toEqual([]);
    expect(refined).toEqual(empty);
  });
});

/** `coarse` of `models/mask_refiner/reference.py`. */
function coarse(map: Uint8Array): Uint8Array {
  const first = (place: number) => Math.floor(place / scale) * scale;
  return map.map((_, at) => map[first(Math.floor(at / width)) * width + first(at % width)] ?? 0);
}

function different(a: Uint8Array, b: ArrayLike<number>): number {
  return a.reduce((sum, id, at) => sum + (id === b[at] ? 0 : 1), 0);
}
