import { expect, test } from 'vitest';
import { mapInParallel } from './mapInParallel.ts';

const pause = () => new Promise((resolve) => setTimeout(resolve, 1));

test('results are in the order of the items, and no more calls run at a time than allowed', async () => {
  let running = 0;
  let most = 0;
  const double = async (value: number) => {
    running += 1;
    most = Math.max(most, running);
    await pause();
    running -= 1;
    return 2 * value;
  };
  expect(await mapInParallel([1, 2, 3, 4, 5], 2, double)).toEqual([2, 4, 6, 8, 10]);
  expect(most).toBe(2);
  expect(await mapInParallel([], 2, double)).toEqual([]);
});

test('after an error or an abort no further call starts', async () => {
  const calls: number[] = [];
  const abort = new AbortController();
  const record = async (value: number) => {
    calls.push(value);
    await pause();
    if (value === 2) throw new Error('broken');
  };
  await expect(mapInParallel([1, 2, 3, 4, 5, 6], 2, record)).rejects.toThrow('broken');
  await pause();
  await pause();
  expect(calls.length).toBeLessThan(5);
  abort.abort();
  calls.length = 0;
  await expect(mapInParallel([1], 2, record, abort.signal)).rejects.toThrow(
    expect.objectContaining({ name: 'AbortError' }),
  );
  expect(calls).toEqual([]);
});
