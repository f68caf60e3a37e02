import { expect, it } from 'vitest';
import { sigmoid, softAggregation } from './softAggregation.ts';

it('equals the result of models/stcn/reading.py', () => {
  // joined(torch.tensor([[[[0.9, 0.2]]], [[[0.6, 0.1]]]])) of two objects and two pixels.
  const expected = [0.003953, 0.876861, 0.853755, 0.08525, 0.142293, 0.037889];
  const found = softAggregation(Float32Array.of(0.9, 0.2, 0.6, 0.1), 2);
  for (const [place, value] of expected.entries()) expect(found[place]).toBeCloseTo(value, 5);
});

it('keeps certain masks finite', () => {
  const found = softAggregation(Float32Array.of(1, 0, 0, 0), 2);
  expect([...found].every(Number.isFinite)).toBe(true);
  expect(found[2]).toBeGreaterThan(0.99);
  expect(found[1]).toBeGreaterThan(0.99);
});

it('converts logits to probabilities', () => {
  const [low, half, high] = sigmoid(Float32Array.of(-100, 0, 100));
  expect([low, half, high]).toEqual([expect.closeTo(0), 0.5, 1]);
});
