import { expect, test } from 'vitest';
import { outlinePaths } from './outlinePaths.ts';

/** A map from rows of digits. */
function paths(...rows: readonly string[]) {
  const map = Uint8Array.from(rows.join(''), Number);
  return Object.fromEntries(
    outlinePaths(map, { width: rows[0]?.length ?? 0, height: rows.length }),
  );
}

test('an object has one closed line, whose corners are cut by half a pixel', () => {
  expect(paths('0000', '0110', '0000')).toEqual({ 1: 'M1.5 1h1l0.5 0.5l-0.5 0.5h-1l-0.5 -0.5z' });
});

test('stairs are one slanting line', () => {
  expect(paths('00000', '01000', '01100', '01110', '00000')[1]).toContain('l2.5 2.5');
});

test('objects that touch have a line each', () => {
  expect(paths('0000', '0120', '0000')).toEqual({
    1: 'M1.5 1l0.5 0.5l-0.5 0.5l-0.5 -0.5z',
    2: 'M2.5 1l0.5 0.5l-0.5 0.5l-0.5 -0.5z',
  });
});

test('the border of the picture is no outline, and lines end at it', () => {
  expect(paths('110', '110', '000')).toEqual({ 1: 'M2 0v1.5l-0.5 0.5h-1.5' });
  expect(paths('111', '111')).toEqual({});
  expect(paths('000', '000')).toEqual({});
});

test('pixels that touch at a corner have an outline each', () => {
  expect(paths('0000', '0100', '0010', '0000')).toEqual({
    1: 'M1.5 1l0.5 0.5l-0.5 0.5l-0.5 -0.5zM2.5 2l0.5 0.5l-0.5 0.5l-0.5 -0.5z',
  });
});

test('a hole has a line of its own', () => {
  expect(paths('00000', '01110', '01010', '01110', '00000')[1]).toMatch(/^M[^M]+zM[^M]+z$/);
});

test('every edge between two ids is drawn once for each of them', () => {
  const size = { width: 31, height: 23 };
  let seed = 7;
  const map = Uint8Array.from({ length: size.width * size.height }, () => {
    seed = (seed * 1103515245 + 12345) % 2 ** 31;
    return (seed >> 16) % 3;
  });
  for (const [id, path] of outlinePaths(map, size)) {
    // Each move is as long as an edge, counted in both directions; closing a line is one more.
    const numbers = [...path.replaceAll(/M[\d.]+ [\d.]+/g, '').matchAll(/-?[\d.]+/g)];
    const length = numbers.reduce((sum, [number]) => sum + Math.abs(Number(number)), 0);
    const closed = path.match(/z/g)?.length ?? 0;
    let edges = 0;
    for (let y = 0; y < size.height; y++) {
      for (let x = 0; x < size.width; x++) {
        const own = map[y * size.width + x] === id;
        if (x > 0 && own !== (map[y * size.width + x - 1] === id)) edges++;
        if (y > 0 && own !== (map[(y - 1) * size.width + x] === id)) edges++;
      }
    }
    expect(length + closed).toBe(edges);
  }
});
