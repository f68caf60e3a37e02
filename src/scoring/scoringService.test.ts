import { expect, test } from 'vitest';
import { allocateFrames, framePlanes } from '../sequence/frames.ts';
import { allocateLabelMaps, labelMap } from '../sequence/labelMaps.ts';
import { scoringService } from './scoringService.ts';

const SIZE = { width: 8, height: 6 };

test('scores come in the order of the requested object ids', async () => {
  const truth = allocateLabelMaps(SIZE, 2);
  labelMap(truth, 1).fill(7, 0, 8).fill(3, 16, 24);
  const predicted = allocateLabelMaps(SIZE, 2);
  labelMap(predicted, 1).fill(7, 0, 8);
  expect((await scoringService.scoreLabelMap(truth, predicted, 1, [3, 7])).J).toEqual([0, 1]);
  expect((await scoringService.scoreLabelMap(truth, predicted, 1, [7, 3])).J).toEqual([1, 0]);
});

test('a label map of another size is refused with both sizes', async () => {
  const truth = allocateLabelMaps(SIZE, 1);
  const predicted = allocateLabelMaps({ width: 6, height: 8 }, 1);
  await expect(scoringService.scoreLabelMap(truth, predicted, 0, [1])).rejects.toThrow(
    'The label map of frame 0 is 6×8, but the original is 8×6.',
  );
});

test('a picture of another size is refused with both sizes', async () => {
  const original = allocateFrames(SIZE, 1);
  const tested = allocateFrames({ width: 6, height: 6 }, 1);
  await expect(scoringService.scorePicture(original, tested, null, 0)).rejects.toThrow(
    'The picture of frame 0 is 6×6, but the original is 8×6.',
  );
});

test('the quality is that of the requested frame', async () => {
  const original = allocateFrames({ width: 16, height: 12 }, 2);
  const tested = allocateFrames({ width: 16, height: 12 }, 2);
  framePlanes(tested, 1).y.fill(4);
  const truth = allocateLabelMaps({ width: 16, height: 12 }, 2);
  labelMap(truth, 1).fill(1, 0, 40);
  const quality = await scoringService.scorePicture(original, tested, truth, 1);
  expect(quality.psnrY).toBeCloseTo(10 * Math.log10(255 ** 2 / 16), 12);
  expect(quality.inside?.psnrY).toBeCloseTo(quality.psnrY, 12);
  const first = await scoringService.scorePicture(original, tested, truth, 0);
  expect(first).toMatchObject({ psnrY: Number.POSITIVE_INFINITY, inside: null });
});

test('a picture whose ground truth has another size is refused with both sizes', async () => {
  const frames = allocateFrames(SIZE, 1);
  const truth = allocateLabelMaps({ width: 6, height: 6 }, 1);
  await expect(scoringService.scorePicture(frames, frames, truth, 0)).rejects.toThrow(
    'The label map of frame 0 is 6×6, but the original is 8×6.',
  );
});

test('the counts of a score give the score', async () => {
  const [truth, predicted] = [allocateLabelMaps(SIZE, 1), allocateLabelMaps(SIZE, 1)];
  labelMap(truth, 0).fill(2, 8, 24);
  labelMap(predicted, 0).fill(2, 16, 32);
  const counts = await scoringService.countScore(truth, predicted, 0, 2);
  expect(counts).toMatchObject({ intersection: 8, union: 24, radius: 1 });
  const { J, F } = await scoringService.scoreLabelMap(truth, predicted, 0, [2]);
  expect(J[0]).toBe(counts.intersection / counts.union);
  const { foundContour, wantedContour } = counts;
  const precision = foundContour.near / foundContour.pixels;
  const recall = wantedContour.near / wantedContour.pixels;
  expect(F[0]).toBeCloseTo((2 * precision * recall) / (precision + recall), 12);
});
