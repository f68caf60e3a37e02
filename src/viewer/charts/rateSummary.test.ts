import { expect, test } from 'vitest';
import { rateSummary } from './rateSummary.ts';

const quality = { title: 'J&F', format: (value: number) => value.toFixed(3) };

test('the summary has the ends of every curve, levels, and how many points are published', () => {
  const points = [
    { rate: 0.03, quality: 0.801 },
    { rate: 0.01, quality: 0.712 },
    { rate: 0.02, quality: 0.75 },
  ];
  const lines = [
    { title: 'ours', points },
    { title: 'x265', points: [{ rate: 0.02, quality: 0.6 }] },
    { title: 'nothing', points: [] },
  ];
  expect(rateSummary(lines, [{ title: 'original', quality: 0.84 }], 4, quality)).toBe(
    'J&F over bits per pixel: ours from 0.712 at 0.0100 to 0.801 at 0.0300; x265 0.600 at 0.0200; original 0.840; 4 published points.',
  );
});

test('an empty chart says so', () => {
  expect(rateSummary([], [], 0, quality)).toBe('J&F over bits per pixel: nothing is known yet.');
});
