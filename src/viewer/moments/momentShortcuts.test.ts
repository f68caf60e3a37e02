import { beforeEach, expect, test } from 'vitest';
import type { ColumnState } from '../../experiment/experimentState.ts';
import { allocateLabelMaps, labelMap } from '../../sequence/labelMaps.ts';
import { columnsOf, scoresOf } from '../testing/madeUpColumns.ts';
import { INITIAL_VIEW, viewStore } from '../viewState.ts';
import { MOMENT_SHORTCUTS } from './momentShortcuts.ts';
import { INITIAL_MOMENTS, momentsStore } from './momentsStore.ts';
import { workOutOverlaps } from './objectLanes.ts';

const SIZE = { width: 4, height: 2 };

beforeEach(() => {
  viewStore.setState(INITIAL_VIEW, true);
  momentsStore.setState(INITIAL_MOMENTS, true);
});

/** Presses a key in a sequence of five frames. */
function press(key: string, columns: readonly ColumnState[] = []) {
  const context = { key, columns, frameCount: 5, size: SIZE, scoredIds: [1] };
  MOMENT_SHORTCUTS.find(({ keys }) => keys.includes(key))?.run(context);
  return viewStore.getState();
}

function scored(list: string, ...scores: readonly (readonly number[])[]): ColumnState[] {
  return columnsOf(list).map((column, index) => ({
    ...column,
    scores: scoresOf(...(scores[index] ?? [])),
  }));
}

const COLUMNS = scored(
  'orig,x265@45,ours@48',
  [1, 0.9, 0.9, 0.9, 1],
  [1, 0.8, 0.7, 0.2, 1],
  [1, 0.8, 0.9, 0.1, 1],
);

test('keys go to the worst frame, the largest loss and the largest gain', () => {
  viewStore.setState({ playing: true });
  expect(press('q', COLUMNS)).toMatchObject({ frame: 3, playing: false });
  expect(press('g', COLUMNS).frame).toBe(2);
  expect(press('a', COLUMNS).frame).toBe(3);
});

test('the worst frame is that of the columns in the chart', () => {
  viewStore.setState({ chartColumns: ['a'], frame: 4 });
  expect(press('q', COLUMNS).frame).toBe(1);
});

test('the next key frame is found from the current one on, and then from the start', () => {
  const packets = [true, false, true, false, false].map((key) => ({ bytes: 9, key }));
  const [x265] = columnsOf('x265@45');
  const columns = x265 ? [{ ...x265, packets }] : [];
  expect(press('j', columns).frame).toBe(2);
  expect(press('j', columns).frame).toBe(0);
});

test('keys do nothing, and playback goes on, while nothing is known', () => {
  for (const key of ['q', 'a', 'g', 'j', 'y']) {
    viewStore.setState({ frame: 2, playing: true });
    expect(press(key, columnsOf('truth,orig,x265@45,ours@48'))).toMatchObject({
      frame: 2,
      playing: true,
    });
  }
});

test('the next change of an object is where its state differs from the frame before', async () => {
  const [truth, x265] = columnsOf('truth,x265@45');
  if (!truth || !x265) throw new Error('no columns');
  const mapsReady = [true, true, true, true, true];
  const maps = allocateLabelMaps(SIZE, 5);
  const trueMaps = allocateLabelMaps(SIZE, 5);
  for (let frame = 0; frame < 5; frame++) labelMap(trueMaps, frame).fill(1);
  // Found in the first two frames, then lost.
  for (const frame of [0, 1]) labelMap(maps, frame).fill(1);
  const columns = [
    { ...truth, maps: trueMaps, mapsReady },
    { ...x265, maps, mapsReady, scores: scoresOf(1, 1, 0, 0, 0) },
  ] as const;
  expect(press('y', columns).frame).toBe(0);
  await new Promise<void>((resolve) => {
    workOutOverlaps(columns[1], columns[0], [1], resolve);
  });
  expect(press('y', columns).frame).toBe(2);
  // It is the only one.
  expect(press('y', columns).frame).toBe(2);
});

test('a loop is marked at the current frame, in any order', () => {
  viewStore.setState({ frame: 2 });
  expect(press('[').loop).toEqual({ first: 2, last: 4 });
  viewStore.setState({ frame: 3 });
  expect(press(']').loop).toEqual({ first: 2, last: 3 });
  viewStore.setState({ frame: 1 });
  expect(press(']').loop).toEqual({ first: 0, last: 1 });
  viewStore.setState({ frame: 4 });
  expect(press('[').loop).toEqual({ first: 4, last: 4 });
  expect(press('\\').loop).toBeNull();
});

test('speed and ping-pong have keys, and speed stops at its ends', () => {
  expect(press('p').pingPong).toBe(true);
  expect(press('p').pingPong).toBe(false);
  expect(press('>').speed).toBe(2);
  expect(press('>').speed).toBe(2);
  for (let presses = 0; presses < 6; presses++) press('<');
  expect(viewStore.getState().speed).toBe(0.125);
});
