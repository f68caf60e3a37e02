import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { FakeWorkers, FRAMES, sequence } from '../../testing/fakeWorkers.ts';
import { ProgressReporter } from '../progressReporter.ts';
import { fillColumns } from './fillColumns.ts';
import { type FilledColumn, vosColumn } from './filledColumn.ts';
import { readSequence } from './openSequence.ts';

let fake: FakeWorkers;
let abort: AbortController;
let original: FilledColumn;
let x265: FilledColumn;

beforeEach(async () => {
  fake = new FakeWorkers();
  abort = new AbortController();
  const reporter = new ProgressReporter(() => {});
  const open = await readSequence(sequence('dog'), FRAMES, fake.workers, reporter, abort.signal);
  original = vosColumn('original', open, open.frames, 'wasm');
  x265 = vosColumn('x265', open, open.frames, 'wasm');
});
afterEach(() => {
  vi.useRealTimers();
});

const fill = (additions: readonly Promise<void>[] = []) =>
  fillColumns([original, x265], additions, fake.workers, abort.signal);

interface Answer {
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
}

/** Fills until a network call hangs; `answer` settles that call. */
async function fillAndHang() {
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout'] });
  let filling: Promise<unknown> = Promise.resolve();
  const answer = await new Promise<Answer>((hangs) => {
    fake.networks.segment = () =>
      new Promise((resolve, reject) => {
        hangs({ resolve: () => resolve({ seconds: 1 }), reject });
      });
    filling = fill().catch((error: unknown) => error);
  });
  return { filling, answer };
}

test('the column that is furthest behind is filled next', async () => {
  await x265.advance(fake.workers);
  await x265.advance(fake.workers);
  const done: string[] = [];
  fake.networks.segment = async () => {
    done.push(`${original.done} ${x265.done}`);
    return { seconds: 1 };
  };
  expect(await fill()).toEqual([]);
  // Finished frames of both columns before each VOS call.
  expect(done).toEqual(['1 2', '2 2', '3 2', '3 3', '4 3']);
  expect([original.finished, x265.finished]).toEqual([true, true]);
});

test('a failed column is reported once and its memory is freed; the other column is filled', async () => {
  const [begun, ended]: [number[], number[]] = [[], []];
  fake.networks.beginVos = async () => {
    begun.push(begun.length + 1);
    return begun.length;
  };
  fake.networks.endVos = async (run) => void ended.push(run);
  const lost = new Error('The GPU was lost.');
  fake.networks.segment = async (_, __, index, maps) => {
    if (maps === x265.maps && index === 2) throw lost;
    return { seconds: 1 };
  };
  fake.scoring.scoreLabelMap = async (_, maps) => {
    if (maps === x265.maps) throw new Error('The scoring worker failed.');
    return { J: [0.5], F: [0.5] };
  };
  expect(await fill()).toEqual([lost]);
  expect([original.done, x265.done]).toEqual([FRAMES, 2]);
  expect(ended.toSorted()).toEqual(begun);
});

test('a failed addition is reported, and the columns are still filled', async () => {
  const failure = new Error('ffmpeg stopped answering.');
  expect(await fill([Promise.reject(failure)])).toEqual([failure]);
  expect([original.finished, x265.finished]).toEqual([true, true]);
});

test('an abort while waiting for the last scores rejects with AbortError', async () => {
  fake.scoring.scoreLabelMap = async () => {
    await new Promise((resolve) => setTimeout(resolve));
    expect([original.finished, x265.finished]).toEqual([true, true]);
    abort.abort();
    return { J: [0.5], F: [0.5] };
  };
  await expect(fill()).rejects.toMatchObject({ name: 'AbortError' });
});

test('if a cancelled call ends in time, the networks stay loaded and the columns usable', async () => {
  const { filling, answer } = await fillAndHang();
  abort.abort();
  await vi.advanceTimersByTimeAsync(4999);
  answer.resolve();
  expect(await filling).toMatchObject({ name: 'AbortError' });
  await vi.advanceTimersByTimeAsync(10_000);
  expect(fake.calls).not.toContain('networks.terminate');
  expect([original.usable, x265.usable]).toEqual([true, true]);
});

test('if a cancelled call hangs, the worker is terminated and unfinished columns are unusable', async () => {
  const { filling, answer } = await fillAndHang();
  expect([original.done, x265.done]).toEqual([1, 1]);
  abort.abort();
  await vi.advanceTimersByTimeAsync(4999);
  expect(fake.calls).not.toContain('networks.terminate');
  await vi.advanceTimersByTimeAsync(1);
  expect(fake.calls.filter((call) => call === 'networks.terminate')).toHaveLength(1);
  answer.reject(new DOMException('The task was cancelled.', 'AbortError'));
  expect(await filling).toMatchObject({ name: 'AbortError' });
  expect([original.usable, x265.usable]).toEqual([false, false]);
});
