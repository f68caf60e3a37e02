import { expect, test } from 'vitest';
import { outlinePaths } from './outlinePaths.ts';

/** A map from rows of digits. */
function paths(...rows: readonly string[]) {
  const map = Uint8Array.from(rows.join(''), Number);
  return Object.fromEntries(
    outlinePaths(map, { width: rows[0]?.length ?? 0, height: rows.length }),
  );
}

test('an object has one closed line, clockwise', () => {
  expect(paths('0000', '0110', '0000')).toEqual({ 1: 'M1 1h2v1h-2v-1z' });
});

test('objects that touch have a line each', () => {
  expect(paths('00000', '01220', '00000')).toEqual({
    1: 'M1 1h1v1h-1v-1z',
    2: 'M2 1h2v1h-2v-1z',
  });
});

test('the border of the picture is no outline', () => {
  expect(paths('110', '110', '000')).toEqual({ 1: 'M2 0v2h-2' });
  expect(paths('111', '111')).toEqual({});
  expect(paths('000', '000')).toEqual({});
});

test('pixels that touch at a corner have an outline each', () => {
  expect(paths('0000', '0100', '0010', '0000')).toEqual({
    1: 'M1 1h1v1h-1v-1zM2 2h1v1h-1v-1z',
  });
});

test('a hole has a line of its own', () => {
  expect(paths('00000', '01110', '01010', '01110', '00000')).toEqual({
    1: 'M1 1h3v3h-3v-3zM3 2h-1v1h1v-1z',
  });
});

test('every edge between two ids is drawn once for each of them', () => {
  const size = { width: 31, height: 23 };
  let seed = 7;
  const map = Uint8Array.from({ length: size.width * size.height }, () => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return (seed >> 16) % 3;
  });
  for (const [id, path] of outlinePaths(map, size)) {
    const lengths = [...path.matchAll(/[hv](-?\d+)/g)].map(([, length]) =>
      Math.abs(Number(length)),
    );
    let edges = 0;
    for (let y = 0; y < size.height; y++) {
      for (let x = 0; x < size.width; x++) {
        const own = map[y * size.width + x] === id;
        if (x > 0 && own !== (map[y * size.width + x - 1] === id)) edges++;
        if (y > 0 && own !== (map[(y - 1) * size.width + x] === id)) edges++;
      }
    }
    expect(lengths.reduce((sum, length) => sum + length, 0)).toBe(edges);
  }
});
