import { describe, expect, it } from 'vitest';
import { bicubicResize } from './bicubic.ts';

const FROM = { width: 7, height: 5 };
const PLANE = Float32Array.from({ length: 35 }, (_, i) => (i * i * 7 + 3 * i) % 11);

describe('bicubic scaling', () => {
  // torch.nn.functional.interpolate(…, mode='bicubic', align_corners=False) of the same numbers.
  it('shrinks as PyTorch does', () => {
    const expected = [
      4.41798, 0.33884, 2.15922, 4.95292, 4.91895, 3.36475, 0.90723, 4.1968, 2.90029, 9.96573,
      4.6047, 5.00682,
    ];
    const found = bicubicResize(PLANE, FROM, { width: 4, height: 3 });
    for (const [i, value] of expected.entries()) expect(found[i]).toBeCloseTo(value, 4);
  });

  it('enlarges as PyTorch does', () => {
    const found = bicubicResize(PLANE, FROM, { width: 13, height: 9 });
    const firstRow = [
      -1.1353, 3.2377, 9.4088, 7.4539, 1.4423, 2.7869, 6.2016, 5.1667, 3.0803, 2.0104, 2.7638,
      5.2454, 6.9353,
    ];
    for (const [i, value] of firstRow.entries()) expect(found[i]).toBeCloseTo(value, 3);
    const sum = found.reduce((all, value) => all + value, 0);
    expect(sum).toBeCloseTo(475.1206, 2);
    expect(found.reduce((all, value, i) => all + value * i, 0)).toBeCloseTo(27887.85, 0);
  });

  it('does not change a plane of the same size', () => {
    expect(bicubicResize(PLANE, FROM, FROM)).toEqual(PLANE);
  });
});
