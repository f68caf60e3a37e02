import { describe, expect, test } from 'vitest';
import type { FrameScore } from './scoringApi.ts';
import { frameStatistics, summarizeFrame, summarizeSequence, summarizeSet } from './statistics.ts';
import reference from './testing/statisticsReference.json' with { type: 'json' };

describe('frameStatistics', () => {
  test.each(reference)('gives the official figures for $length frames, NaN at $nan', (entry) => {
    const missing: readonly number[] = entry.nan;
    const values = Array.from({ length: entry.length }, (_, index) =>
      missing.includes(index) ? Number.NaN : ((37 * index) % 101) / 101,
    );
    const statistics = frameStatistics(values);
    for (const key of ['mean', 'recall', 'decay'] as const) {
      const expected = entry[key];
      if (expected === null) expect(statistics[key], key).toBeNaN();
      else expect(statistics[key], key).toBeCloseTo(expected, 6);
    }
  });
});

describe('summarizeSequence', () => {
  const frames = [1, 0.9, 0.8, 0.7, 0.6, 0.4, 0.3].map((value) => oneObject(value));

  test('leaves the first and the last frame out', () => {
    const { J, scored, counted } = summarizeSequence(frames);
    expect(J.mean).toBeCloseTo((0.9 + 0.8 + 0.7 + 0.6 + 0.4) / 5, 12);
    expect(J.recall).toBeCloseTo(4 / 5, 12);
    expect([scored, counted]).toEqual([5, 5]);
  });

  test('gives the mean over the frames scored so far', () => {
    const soFar = frames.map((frame, index) => (index < 3 ? frame : null));
    const { J, JF, scored, counted } = summarizeSequence(soFar);
    expect(J.mean).toBeCloseTo((0.9 + 0.8) / 2, 12);
    expect(JF).toBeCloseTo((0.9 + 0.8) / 2, 12);
    expect([scored, counted]).toEqual([2, 5]);
  });

  test('has no figures before a frame that counts is scored', () => {
    const { J, JF, objects, scored } = summarizeSequence([oneObject(1), null, null, null]);
    expect([J.mean, J.recall, J.decay, JF]).toEqual([
      Number.NaN,
      Number.NaN,
      Number.NaN,
      Number.NaN,
    ]);
    expect(objects).toEqual([]);
    expect(scored).toBe(0);
  });

  test('drops the first and the last annotated frame if some frames are not annotated', () => {
    const annotated = [false, true, false, true, false, true, false];
    const scores = frames.map((frame, index) => (annotated[index] ? frame : null));
    const { J, scored, counted } = summarizeSequence(scores, annotated);
    expect(J.mean).toBeCloseTo(0.7, 12);
    expect([scored, counted]).toEqual([1, 1]);
  });

  test('averages over objects', () => {
    const frame: FrameScore = { J: [0.2, 0.6], F: [0.4, 1] };
    const { J, F, JF, objects } = summarizeSequence([frame, frame, frame, frame]);
    expect([J.mean, F.mean, JF]).toEqual([closeTo(0.4), closeTo(0.7), closeTo(0.55)]);
    expect([J.recall, F.recall]).toEqual([0.5, 0.5]);
    expect(objects.map((object) => object.J.mean)).toEqual([closeTo(0.2), closeTo(0.6)]);
  });
});

test('summarizeSet gives every object the same weight, not every sequence', () => {
  const one = summarizeSequence(new Array<FrameScore>(4).fill({ J: [0.9], F: [0.9] }));
  const two = summarizeSequence(new Array<FrameScore>(4).fill({ J: [0.3, 0.6], F: [0.3, 0.6] }));
  const set = summarizeSet([one, two]);
  expect(set.J.mean).toBeCloseTo(0.6, 12);
  expect(set.objectCount).toBe(3);
});

test('summarizeFrame is the mean over the objects of one frame', () => {
  const { J, F, JF } = summarizeFrame({ J: [0.2, 0.6], F: [0.4, 1] });
  expect([J, F, JF]).toEqual([closeTo(0.4), closeTo(0.7), closeTo(0.55)]);
});

function oneObject(value: number): FrameScore {
  return { J: [value], F: [value] };
}

function closeTo(value: number): unknown {
  return expect.closeTo(value, 12);
}
