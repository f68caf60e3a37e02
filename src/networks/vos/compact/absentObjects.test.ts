import { expect, it } from 'vitest';
import { removeAbsent } from './absentObjects.ts';

it('sets absent objects to 0 and keeps the proportions of the others', () => {
  const probabilities = Float32Array.of(0.5, 0.1, 0.25, 0.5, 0.125, 0.1, 0.125, 0.3);
  removeAbsent(probabilities, 2, 2);
  const [background, , object] = probabilities;
  expect(background).toBeCloseTo(2 / 3, 6);
  expect(object).toBeCloseTo(1 / 3, 6);
  expect(probabilities[1]).toBeCloseTo(1 / 6, 6);
  expect([...probabilities.subarray(4)]).toEqual([0, 0, 0, 0]);
});

it('changes nothing if every object has appeared', () => {
  const probabilities = Float32Array.of(0.5, 0.3, 0.2);
  removeAbsent(probabilities, 1, 3);
  expect(probabilities).toEqual(Float32Array.of(0.5, 0.3, 0.2));
});
