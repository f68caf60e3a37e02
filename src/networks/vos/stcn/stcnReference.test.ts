import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import reference from '../../../../models/stcn/browser_reference.json';
import { nodeRuntime, serveModels, withScarceMemory } from '../../../testing/testNetworks.ts';
import { pixelsOf } from '../../tensors/networkGrid.ts';
import { drawScene } from '../../testing/testScene.ts';
import { stcnFormulaWeights } from '../../testing/testStcn.ts';
import { decodeRuns } from '../../testing/testWeights.ts';
import { sigmoid, softAggregation } from './softAggregation.ts';
import { stcnGrid } from './stcnGrid.ts';
import { openStcn, StcnNetwork } from './stcnNetwork.ts';

// Compares with `models/stcn/inference.py` on the same drawn scene with the same weights.
const SIZE = { width: reference.width, height: reference.height };
const [FIRST = 0, LATE = 0] = reference.ids;

describe('STCN', () => {
  let network: StcnNetwork;

  beforeAll(async () => {
    serveModels();
    const { interval } = reference;
    network = await openStcn(await nodeRuntime(), stcnFormulaWeights(), SIZE, 2, { interval });
  });

  afterAll(() => network.close());

  it.each([
    ['all objects at a time', 2],
    ['one object at a time', 1],
  ])('segments as PyTorch does, %s', async (_, objectsAtOnce) => {
    const grouped = new StcnNetwork({ ...network.sessions, objectsAtOnce });
    expect(await differenceTo(grouped)).toEqual({ probability: expect.any(Number), labels: 0 });
    expect((await differenceTo(grouped)).probability).toBeLessThan(1e-3);
  });

  it('continues after a frame that did not fit', async () => {
    let isFull = false;
    const runtime = withScarceMemory(network.sessions.runtime, 5, () => isFull);
    const scarce = new StcnNetwork({ ...network.sessions, runtime, interval: 1 });
    const roomy = new StcnNetwork({ ...network.sessions, interval: 1 });
    const start = drawScene(reference, 0);
    const first = only(start.map, FIRST);
    const run = await scarce.begin(start.planes, first, [FIRST]);
    const other = await roomy.begin(start.planes, first, [FIRST]);
    try {
      for (const time of [1, 2]) {
        const { planes } = drawScene(reference, time);
        const labels = new Uint8Array(first.length);
        isFull = true;
        await expect(run.segment(planes, labels)).rejects.toThrow('allocation failed');
        isFull = false;
        const probabilities = await run.segment(planes, labels);
        expect(probabilities).toEqual(await other.segment(planes, new Uint8Array(first.length)));
      }
    } finally {
      run.dispose();
      other.dispose();
    }
  });
});

/** Largest difference of a probability, and largest share of a frame's pixels with other labels. */
async function differenceTo(network: StcnNetwork) {
  const { padded } = stcnGrid(SIZE);
  const start = drawScene(reference, 0);
  const run = await network.begin(start.planes, only(start.map, FIRST), [FIRST]);
  const largest = { probability: 0, labels: 0 };
  try {
    for (const [index, { logits, map }] of reference.results.entries()) {
      const time = index + 1;
      const { planes, map: truth } = drawScene(reference, time);
      const labels = new Uint8Array(truth.length);
      const probabilities = await run.segment(planes, labels);
      const objects = logits.length / sampleCount(padded);
      const expected = softAggregation(sigmoid(Float32Array.from(logits)), logits.length / objects);
      const found = samples(probabilities, padded);
      expect(found).toHaveLength(expected.length);
      for (const [place, value] of found.entries()) {
        const difference = Math.abs(value - (expected[place] ?? Number.NaN));
        largest.probability = Math.max(largest.probability, difference);
      }
      if (time === reference.late) {
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

function only(map: Uint8Array, id: number): Uint8Array {
  return map.map((found) => (found === id ? id : 0));
}

function sampleCount({ width, height }: { width: number; height: number }): number {
  return Math.ceil(width / reference.step) * Math.ceil(height / reference.step);
}

/** Every `step`-th row and column of all classes. */
function samples(probabilities: Float32Array, padded: { width: number; height: number }): number[] {
  const pixels = pixelsOf(padded);
  const found: number[] = [];
  for (let plane = 0; plane < probabilities.length; plane += pixels) {
    for (let row = 0; row < padded.height; row += reference.step) {
      for (let column = 0; column < padded.width; column += reference.step) {
        found.push(probabilities[plane + row * padded.width + column] ?? Number.NaN);
      }
    }
  }
  return found;
}
