import { beforeAll, describe, expect, it } from 'vitest';
import { nodeRuntime, serveModels } from '../../testing/testNetworks.ts';
import { openCompact } from '../vos/compact/compactNetwork.ts';
import {
  choosePrecision,
  disagreement,
  FLOAT16_ENHANCER_TOLERANCE,
  FLOAT16_TOLERANCE,
  judgeFloat16,
} from './float16Check.ts';
import { goldenFrame, goldenMap } from './goldenScene.ts';

beforeAll(serveModels);

const COMPACT = { name: 'compact', file: null } as const;

describe('the precision', () => {
  it('is float16 if it labels the golden picture like float32', async () => {
    // On the CPU, which runs the float16 graphs and tensors without float16 arithmetic.
    const { precision, float16Reason, ...found } = await choosePrecision(
      await nodeRuntime(),
      COMPACT,
      true,
    );
    expect([precision, float16Reason]).toEqual(['float16', null]);
    expect(found.float16Disagreement).toBeLessThan(FLOAT16_TOLERANCE / 10);
    expect(found.float16EnhancerDifference).toBeLessThan(FLOAT16_ENHANCER_TOLERANCE / 2);
    // They are not the same graph.
    expect(found.float16EnhancerDifference).toBeGreaterThan(0);
  });

  it('is float32 if the GPU does not support float16, with the reason', async () => {
    expect(await choosePrecision(await nodeRuntime(), COMPACT, false)).toEqual({
      precision: 'float32',
      float16Disagreement: null,
      float16EnhancerDifference: null,
      float16Reason: 'wasm, 1 thread does not support float16.',
    });
  });

  it('is float32 if float16 labels too many pixels differently, or gives NaN', () => {
    expect(judgeFloat16(0.0123, 0, 'nvidia ampere')).toEqual({
      precision: 'float32',
      float16Disagreement: 0.0123,
      float16EnhancerDifference: 0,
      float16Reason:
        'nvidia ampere labels 1.2 % of a picture differently in float16 than in float32 (rounding explains at most 0.050 %).',
    });
    expect(judgeFloat16(Number.NaN, 0, 'x').precision).toBe('float32');
  });

  it('is float32 if float16 enhances differently', () => {
    const { precision, float16Reason } = judgeFloat16(0, 0.02, 'x');
    expect([precision, float16Reason]).toEqual([
      'float32',
      'x enhances samples up to 5.1 grey levels differently in float16 than in float32 (rounding explains at most 1.0 grey levels).',
    ]);
    expect(judgeFloat16(0, Number.NaN, 'x').precision).toBe('float32');
    expect(judgeFloat16(0, 0, 'x').precision).toBe('float16');
  });

  it('is float32 if float16 fails, with the reason', async () => {
    const runtime = await nodeRuntime();
    const broken = { ...runtime, executionProviders: ['webnn' as const] };
    const { precision, float16Reason } = await choosePrecision(broken, COMPACT, true);
    expect(precision).toBe('float32');
    expect(float16Reason).toMatch(/^Float16 failed on wasm, 1 thread: /);
  });
});

it('compares label maps pixel by pixel', () => {
  const maps = [Uint8Array.of(0, 1, 1, 2), Uint8Array.of(0, 0, 2, 2)];
  expect(disagreement(maps, maps)).toBe(0);
  expect(disagreement(maps, [Uint8Array.of(0, 1, 1, 1), Uint8Array.of(1, 0, 2, 2)])).toBe(0.25);
  expect(disagreement(maps, maps.slice(1))).toBe(1 / 4 + 1 / 2);
});

it('uses a golden picture in which the network segments both objects', async () => {
  const size = { width: 192, height: 120 };
  const network = await openCompact(await nodeRuntime(), 'compact', size, 2);
  const map = goldenMap(size);
  const run = await network.begin(goldenFrame(size, 0), map, [1, 2]);
  const found = new Uint8Array(map.length);
  for (const time of [1, 2, 3]) await run.segment(goldenFrame(size, time), found);
  run.dispose();
  const area = (labels: Uint8Array, id: number) => labels.filter((label) => label === id).length;
  for (const id of [1, 2]) expect(area(found, id) / area(map, id)).toBeGreaterThan(0.9);
});
