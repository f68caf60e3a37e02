import { expect, it } from 'vitest';
import { nearestPositions } from './nearest.ts';

// Sums of torch.nn.functional.interpolate(torch.arange(from), size=to, mode='nearest'). Exact
// arithmetic would give 10730 for the second.
it.each([
  [231, 225, 25761],
  [150, 145, 10727],
  [854, 849, 361672],
  [480, 481, 114960],
  [100, 49, 2376],
])('chooses the same positions as PyTorch: %i to %i', (from, to, sum) => {
  expect(nearestPositions(from, to).reduce((all, position) => all + position, 0)).toBe(sum);
});
