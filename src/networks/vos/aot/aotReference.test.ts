import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import reference from '../../../../models/aot/browser_reference.json';
import metadata from '../../../../models/aot/metadata.json';
import { nodeRuntime, serveModels, withScarceMemory } from '../../../testing/testNetworks.ts';
import { aotFormulaWeights } from '../../testing/testAot.ts';
import { drawScene } from '../../testing/testScene.ts';
import { decodeRuns } from '../../testing/testWeights.ts';
import { AotNetwork, openAot } from './aotNetwork.ts';

// Compares with `models/aot/inference.py` on the same drawn scenes with the same weights.
const SIZE = { width: reference.width, height: reference.height };
const SCENE = { ...SIZE, objects: reference.ids.length };
const [FIRST = 0, LATE = 0] = reference.ids;
type Scene = (typeof reference.scenes)[number];

describe('R50-AOTL', () => {
  let network: AotNetwork;

  beforeAll(async () => {
    serveModels();
    network = await openAot(await nodeRuntime(), aotFormulaWeights(metadata, reference), SIZE, 12);
  });

  afterAll(() => network.close());

  it.each(reference.scenes)('segments as PyTorch does: $name', async (scene) => {
    const { probability, labels } = await differenceTo(scene);
    expect(probability).toBeLessThan(1e-3);
    expect(labels).toBeLessThan(1e-3);
  });

  it('continues after a frame that did not fit into one of two passes', async () => {
    let isFull = false;
    const runtime = withScarceMemory(network.sessions.runtime, 5, () => isFull);
    const scarce = new AotNetwork({ ...network.sessions, runtime, interval: 1 });
    const roomy = new AotNetwork({ ...network.sessions, interval: 1 });
    const { planes: start } = drawScene(SCENE, 0);
    const ids = Array.from({ length: 12 }, (_, index) => index + 1);
    const run = await scarce.begin(start, tiles(), ids);
    const other = await roomy.begin(start, tiles(), ids);
    try {
      for (const time of [1, 2]) {
        const { planes } = drawScene(SCENE, time);
        const labels = new Uint8Array(SIZE.width * SIZE.height);
        isFull = true;
        await expect(run.segment(planes, labels)).rejects.toThrow('allocation failed');
        isFull = false;
        const probabilities = await run.segment(planes, labels);
        expect(probabilities).toEqual(await other.segment(planes, new Uint8Array(labels.length)));
      }
    } finally {
      run.dispose();
      other.dispose();
    }
  });

  /** Largest difference of a probability, and largest share of a frame's pixels with other labels. */
  async function differenceTo(scene: Scene) {
    const { interval, late } = scene;
    const run = await new AotNetwork({ ...network.sessions, interval }).begin(
      drawScene(SCENE, 0).planes,
      late ? only(drawScene(SCENE, 0).map, FIRST) : tiles(),
      late ? [FIRST] : Array.from({ length: 12 }, (_, index) => index + 1),
    );
    const largest = { probability: 0, labels: 0 };
    try {
      for (const [index, { logits, map }] of scene.results.entries()) {
        const time = index + 1;
        const { planes, map: truth } = drawScene(SCENE, time);
        const labels = new Uint8Array(truth.length);
        const found = samples(await run.segment(planes, labels));
        const expected = softmax(logits, found.length / logits.length);
        expect(found).toHaveLength(expected.length);
        for (const [place, value] of found.entries()) {
          const difference = Math.abs(value - (expected[place] ?? Number.NaN));
          largest.probability = Math.max(largest.probability, difference);
        }
        if (time === late) {
          await run.introduce(planes, only(truth, LATE), [LATE]);
          for (const [pixel, id] of truth.entries()) if (id === LATE) labels[pixel] = id;
        }
        const wanted = decodeRuns(map);
        const others = labels.filter((id, pixel) => id !== wanted[pixel]).length;
        largest.labels = Math.max(largest.labels, others / labels.length);
      }
      return largest;
    } finally {
      run.dispose();
    }
  }
});

function only(map: Uint8Array, id: number): Uint8Array {
  return map.map((found) => (found === id ? id : 0));
}

/** `tiles` of `models/aot/browser_reference.py`. */
function tiles(): Uint8Array {
  const down = Math.floor(SIZE.height / 3);
  const along = Math.floor(SIZE.width / 4);
  return Uint8Array.from({ length: SIZE.width * SIZE.height }, (_, pixel) => {
    const x = pixel % SIZE.width;
    const y = Math.floor(pixel / SIZE.width);
    const isInside =
      Math.abs(2 * (y % down) - down) < Math.floor(down / 2) &&
      Math.abs(2 * (x % along) - along) < Math.floor(along / 2);
    const id = Math.min(Math.floor(y / down), 2) * 4 + Math.min(Math.floor(x / along), 3) + 1;
    return isInside ? id : 0;
  });
}

/** Every `step`-th row and column of all classes. */
function samples(probabilities: Float32Array): number[] {
  const pixels = SIZE.width * SIZE.height;
  const found: number[] = [];
  for (let plane = 0; plane < probabilities.length; plane += pixels) {
    for (let row = 0; row < SIZE.height; row += reference.step) {
      for (let column = 0; column < SIZE.width; column += reference.step) {
        found.push(probabilities[plane + row * SIZE.width + column] ?? Number.NaN);
      }
    }
  }
  return found;
}

/** Over the classes of each sampled pixel. */
function softmax(logits: readonly number[], share: number): number[] {
  expect(share).toBe(1);
  const count = Math.ceil(SIZE.width / reference.step) * Math.ceil(SIZE.height / reference.step);
  const sums = new Float64Array(count);
  for (const [place, value] of logits.entries()) {
    sums[place % count] = (sums[place % count] ?? 0) + Math.exp(value);
  }
  return logits.map((value, place) => Math.exp(value) / (sums[place % count] ?? 1));
}
