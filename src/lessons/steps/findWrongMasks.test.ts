import { expect, test } from 'vitest';
import { emptyColumn } from '../../experiment/experimentState.ts';
import { TRUTH_COLUMN, x265Column } from '../../results/columnSpec.ts';
import { allocateLabelMaps, labelMap } from '../../sequence/labelMaps.ts';
import { findWrongMasks } from './findWrongMasks.ts';

const SIZE = { width: 320, height: 240 };

function column(spec: typeof TRUTH_COLUMN, paint: (map: Uint8Array) => void) {
  const maps = allocateLabelMaps(SIZE, 2);
  paint(labelMap(maps, 1));
  return { ...emptyColumn('1', spec, ''), maps, mapsReady: [true, true] };
}

const truth = column(TRUTH_COLUMN, (map) => map.fill(1, 0, 32));

test('the part with most wrong labels is found', () => {
  const found = column(x265Column(), (map) => {
    map.fill(1, 0, 32);
    // A false object far from the true one.
    for (let y = 180; y < 200; y++) map.fill(2, y * SIZE.width + 240, y * SIZE.width + 280);
  });
  const part = findWrongMasks(found, [truth, found], 1);
  expect(part).toMatchObject({ frame: 1, width: 160, height: 96 });
  expect(part?.x).toBeLessThanOrEqual(240);
  expect((part?.x ?? 0) + 160).toBeGreaterThanOrEqual(280);
  expect(part?.y).toBeLessThanOrEqual(180);
  expect((part?.y ?? 0) + 96).toBeGreaterThanOrEqual(200);
});

test('masks without an error have no such part, and neither have columns without a ground truth', () => {
  const right = column(x265Column(), (map) => map.fill(1, 0, 32));
  expect(findWrongMasks(right, [truth, right], 1)).toBeNull();
  expect(findWrongMasks(right, [right], 1)).toBeNull();
});
