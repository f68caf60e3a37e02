import { expect, it } from 'vitest';
import { memoizeSuccess } from './memoizeSuccess.ts';

it('does the work once for each key', async () => {
  let calls = 0;
  const square = memoizeSuccess(String, async (value: number) => {
    calls++;
    return value * value;
  });
  expect(await Promise.all([square(3), square(3), square(4)])).toEqual([9, 9, 16]);
  expect(calls).toBe(2);
});

it('does not cache a failure, so that a later call can succeed', async () => {
  let calls = 0;
  const load = memoizeSuccess(
    () => 'file',
    async (_: null) => {
      if (++calls === 1) throw new Error('offline');
      return 'content';
    },
  );
  await expect(load(null)).rejects.toThrow('offline');
  expect(await load(null)).toBe('content');
});
