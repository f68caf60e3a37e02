import { expect, test } from 'vitest';
import { lanesSummary, objectState, stateRuns } from './objectState.ts';
import { overlapOf } from './overlap.ts';

/** The states of objects 1 and 2 from one digit per pixel. */
function statesOf(truth: string, predicted: string) {
  const pixels = (digits: string) => Uint8Array.from(digits, Number);
  const [a, b] = [pixels(truth), pixels(predicted)];
  const overlap = overlapOf(a, b, [1, 2]);
  return [1, 2].map((id, object) => {
    const both = a.filter((value, index) => value === id && b[index] === id).length;
    const either = a.filter((value, index) => value === id || b[index] === id).length;
    return objectState(overlap, object, either === 0 ? 1 : both / either);
  });
}

test('an object that is found is present', () => {
  expect(statesOf('11110222', '11100222')).toEqual(['present', 'present']);
});

test('an object that is hardly found is lost, also if its mask is elsewhere', () => {
  expect(statesOf('11110222', '00000222')).toEqual(['lost', 'present']);
  expect(statesOf('1111000000', '0000011110')).toEqual(['lost', 'absent']);
});

test('an object that the truth does not have is absent, even if it is predicted', () => {
  expect(statesOf('11110000', '11112222')).toEqual(['present', 'absent']);
});

test('objects are swapped if each has the other’s mask', () => {
  expect(statesOf('11110222', '22220111')).toEqual(['swapped', 'swapped']);
});

test('an object is swapped if another’s mask covers most of it, though that one is found', () => {
  expect(statesOf('1111022222', '2221022222')).toEqual(['swapped', 'present']);
});

test('an object is swapped if its mask lies mostly on another', () => {
  expect(statesOf('1111022222', '0001011100')).toEqual(['swapped', 'swapped']);
  expect(statesOf('1111222222', '0001111222')).toEqual(['swapped', 'present']);
});

test('void and objects that are not scored count as background', () => {
  const overlap = overlapOf(Uint8Array.of(255, 3, 1, 1), Uint8Array.of(1, 1, 1, 1), [1]);
  expect([...overlap.counts]).toEqual([0, 2, 0, 2]);
});

test('frames of the same state are joined, unknown ones are gaps', () => {
  expect(stateRuns(['present', 'present', null, 'present', 'lost'])).toEqual([
    { state: 'present', first: 0, last: 1 },
    { state: 'present', first: 3, last: 3 },
    { state: 'lost', first: 4, last: 4 },
  ]);
});

test('a sentence says what became of the objects', () => {
  const lanes = [
    ['present', 'lost', 'swapped', 'lost'],
    ['present', 'present', 'present', 'present'],
  ] as const;
  expect(lanesSummary('x265', [1, 4], lanes)).toBe(
    'x265: object 1 is lost in 2, swapped in 1 of 4 frames.',
  );
  expect(lanesSummary('Ours', [4], lanes.slice(1))).toBe(
    'Ours: every object is present in all of 4 frames.',
  );
  expect(lanesSummary('Ours', [4], [[null]])).toContain('not known yet');
});
