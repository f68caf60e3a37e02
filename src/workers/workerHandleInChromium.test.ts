import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasBrowser, openTestPage, withChromium } from '../testing/testPage.ts';
import type { FaultRequest } from './testing/workerTestPage.ts';

describe.skipIf(!hasBrowser)(withChromium('a worker'), () => {
  let testPage: Awaited<ReturnType<typeof openTestPage>>;
  beforeAll(async () => {
    testPage = await openTestPage('/src/workers/testing/workerTestPage.ts', 'callFaulty');
  });
  afterAll(() => testPage?.close());

  const call = (request: Partial<FaultRequest>) =>
    testPage.page.evaluate((given) => window.callFaulty(given), {
      ...{ name: 'faulty', silenceSeconds: 60, calls: [] },
      ...request,
    });

  const ENDED =
    'The faulty worker ended unexpectedly. Try again. If it happens again, close other tabs to free memory, and reload the page.';
  const HANGING =
    'The faulty worker did not respond for 2 seconds and was ended. Try again. If it happens again, reload the page.';

  it('that ends without an event fails all of its calls at once, and is started again', async () => {
    expect(await call({ calls: ['wait', 'end'] })).toEqual([ENDED, ENDED, 'answered']);
  });

  it('answers also where no locks are allowed', async () => {
    expect(await call({ name: 'no locks', calls: ['answer'] })).toEqual(['answered', 'answered']);
  });

  it('does not keep a cancelled call waiting for its turn', async () => {
    const outcomes = call({ calls: ['work', 'answer'], isSerial: true, cancelled: 1 });
    expect(await outcomes).toEqual(['worked', 'cancelled after less than a second', 'answered']);
  });

  it('that spins is ended after its silence', async () => {
    expect(await call({ calls: ['spin'], silenceSeconds: 2 })).toEqual([HANGING, 'answered']);
  });

  it('that waits is not ended, unless it has to show progress', async () => {
    const outcomes = call({ name: 'only progress', calls: ['wait'], silenceSeconds: 2 });
    expect(await outcomes).toEqual([HANGING, 'answered']);
    const waiting = call({ calls: ['wait', 'work', 'end'], silenceSeconds: 2, isSerial: false });
    expect((await waiting)[0]).toBe(ENDED);
  });

  it('that shows progress is not ended, however long it keeps from its timers', async () => {
    for (const name of ['faulty', 'only progress']) {
      expect(await call({ name, calls: ['work'], silenceSeconds: 2 })).toEqual([
        'worked',
        'answered',
      ]);
    }
  });

  it('with one call at a time loses only the call that hangs', async () => {
    const calls = ['answer', 'spin', 'answer'] as const;
    expect(await call({ calls, silenceSeconds: 2, isSerial: true })).toEqual([
      'answered',
      HANGING,
      'answered',
      'answered',
    ]);
  });

  it('whose script is missing says so', async () => {
    const [outcome] = await call({ calls: ['answer'], isMissing: true });
    expect(outcome).toContain(
      'The script of the faulty worker could not be loaded: the server does not respond, or Maskscope was updated.',
    );
  });
});
