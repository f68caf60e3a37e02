import { describe, expect, it } from 'vitest';
import { mergedProbabilities, mostProbable, scaledToCorners } from './aotProbabilities.ts';

describe('scaling to corners', () => {
  it('equals PyTorch’s with align_corners=True', () => {
    // torch.nn.functional.interpolate of [[0, 1, 2], [3, 4, 5]] to 3 rows of 5.
    const found = scaledToCorners(
      Float32Array.of(0, 1, 2, 3, 4, 5),
      { width: 3, height: 2 },
      { width: 5, height: 3 },
      1,
    );
    const rows = [
      [0, 0.5, 1, 1.5, 2],
      [1.5, 2, 2.5, 3, 3.5],
      [3, 3.5, 4, 4.5, 5],
    ];
    expect([...found]).toEqual(rows.flat());
  });

  it('scales only the classes in use', () => {
    const size = { width: 1, height: 1 };
    expect(scaledToCorners(Float32Array.of(7, 8, 9), size, size, 2)).toEqual(Float32Array.of(7, 8));
  });
});

describe('merging passes', () => {
  it('is a softmax if there is a single one', () => {
    const [background, object] = mergedProbabilities([Float32Array.of(0, Math.log(3))], 1);
    expect(background).toBeCloseTo(0.25);
    expect(object).toBeCloseTo(0.75);
  });

  it('makes a pixel background only if every pass does', () => {
    const logits = (object: number) => Float32Array.of(0, object);
    const both = mergedProbabilities([logits(-9), logits(-9)], 1);
    expect([...mostProbable(both, 1)]).toEqual([0]);
    const second = mergedProbabilities([logits(-9), logits(9)], 1);
    expect([...mostProbable(second, 1)]).toEqual([2]);
    expect(second.reduce((sum, value) => sum + value, 0)).toBeCloseTo(1);
  });
});

it('chooses the first of equally probable classes', () => {
  expect([...mostProbable(Float32Array.of(0.4, 0.2, 0.4, 0.4, 0.2, 0.4), 2)]).toEqual([0, 1]);
});
