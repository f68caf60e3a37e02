import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { describe, expect, it } from 'vitest';
import { unlessFailed } from './unlessFailed.ts';

describe('unlessFailed', () => {
  it('returns the result or the error of the work', async () => {
    const never = new Promise<never>(() => {});
    await expect(unlessFailed(Promise.resolve(3), never)).resolves.toBe(3);
    await expect(unlessFailed(Promise.reject(new Error('broken')), never)).rejects.toThrow(
      'broken',
    );
  });

  it('rejects as soon as the failure comes', async () => {
    const work = new Promise<never>(() => {});
    await expect(unlessFailed(work, Promise.reject(new Error('lost')))).rejects.toThrow('lost');
  });

  it('does not keep results alive while the failure is pending', async () => {
    const collectGarbage = garbageCollector();
    const failure = new Promise<never>(() => {});
    const results: WeakRef<object>[] = [];
    for (let i = 0; i < 3; i++) {
      results.push(new WeakRef(await unlessFailed(makeResult(), failure)));
    }
    // A WeakRef keeps its target alive until the current task of the event loop ends.
    await new Promise((resolve) => setTimeout(resolve));
    collectGarbage();
    // The last one may still be in a register of the loop above.
    expect(results.slice(0, 2).map((result) => result.deref())).toEqual([undefined, undefined]);
    expect(failure).toBeInstanceOf(Promise);
  });
});

async function makeResult(): Promise<object> {
  return { probabilities: new Float32Array(1000) };
}

function garbageCollector(): () => void {
  setFlagsFromString('--expose-gc');
  return runInNewContext('gc');
}
