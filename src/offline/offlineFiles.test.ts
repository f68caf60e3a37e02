import { afterEach, describe, expect, it, vi } from 'vitest';
import type { NotKeptReason } from './notKept.ts';
import { OfflineFiles } from './offlineFiles.ts';
import type { KeptFile, OfflineRequest } from './offlineMessages.ts';

vi.mock('./registration.ts', async (original) => ({
  ...(await original<typeof import('./registration.ts')>()),
  registerServiceWorker: async () => registration,
  activeWorker: async () => {},
}));

/** A worker's registration, as far as a page uses it. */
let registration: EventTarget &
  Record<'installing' | 'waiting' | 'active', FakeWorker | null> & {
    readonly update: () => Promise<void>;
  };

class FakeWorker extends EventTarget {
  state = 'installing';
  readonly asked: OfflineRequest[] = [];

  constructor(private readonly answer: (request: OfflineRequest) => unknown = () => null) {
    super();
  }

  postMessage(request: OfflineRequest, ports: readonly MessagePort[] = []) {
    this.asked.push(request);
    ports[0]?.postMessage(this.answer(request));
  }

  become(state: string) {
    this.state = state;
    this.dispatchEvent(new Event('statechange'));
  }
}

const FILES: readonly KeptFile[] = [1, 2].map((index) => ({
  ...{ url: `assets/main-${index}.js`, part: 'app', bytes: 5, isKept: false },
}));

/**
 * A page, with what it has loaded.
 *
 * @param surroundings why the service worker keeps no file, how many bytes the browser keeps, and what
 *   the server answers
 */
async function page(
  surroundings: { reason?: NotKeptReason; quota?: number; body?: BodyInit; status?: number } = {},
) {
  const { quota = 1e9, body, status = 200 } = surroundings;
  const reason = () => surroundings.reason ?? null;
  const worker = new FakeWorker(({ ask }) => (ask === 'files' ? FILES : reason()));
  registration = Object.assign(new EventTarget(), {
    update: vi.fn(async () => {}),
    ...{ installing: null, waiting: null, active: worker },
  });
  const container = Object.assign(new EventTarget(), { controller: worker });
  const locks = new FakeLocks();
  const storage = { estimate: async () => ({ quota, usage: 0 }), persist: vi.fn(async () => true) };
  vi.stubGlobal('navigator', { serviceWorker: container, locks, storage });
  const reload = vi.fn();
  vi.stubGlobal('location', { reload });
  const loaded: string[] = [];
  const aborted: string[] = [];
  vi.stubGlobal('fetch', async (url: string, { signal }: RequestInit) => {
    loaded.push(url);
    const response = new Response(body ?? 'bytes', { status });
    signal?.addEventListener('abort', () => aborted.push(url));
    return response;
  });
  const marks = new Map<string, string>();
  vi.stubGlobal('localStorage', {
    getItem: (name: string) => marks.get(name) ?? null,
    setItem: (name: string, value: string) => marks.set(name, value),
    removeItem: (name: string) => marks.delete(name),
  });
  const offline = new OfflineFiles();
  await offline.start();
  return { offline, worker, container, locks, storage, reload, loaded, aborted };
}

/** Locks of which one may be held by another tab. */
class FakeLocks {
  private waiting: (() => void)[] = [];
  isHeld = false;

  async request<Result>(
    _name: string,
    { ifAvailable = false }: LockOptions,
    work: (lock: object | null) => Result,
  ): Promise<Awaited<Result>> {
    if (this.isHeld && ifAvailable) return await work(null);
    if (this.isHeld) await new Promise<void>((resolve) => this.waiting.push(resolve));
    return await work({});
  }

  release() {
    this.isHeld = false;
    for (const resolve of this.waiting) resolve();
  }
}

afterEach(() => void vi.unstubAllGlobals());

describe('what a page keeps for use without a connection', () => {
  it('ends at the first file that does not fit, and says that the disk is full', async () => {
    const { offline, loaded } = await page({ reason: 'no-room' });
    expect(await offline.keep(['app'])).toBe(false);
    expect(loaded).toEqual([FILES[0]?.url]);
    const { problem, loading } = offline.store.getState();
    expect(problem).toContain('the disk, or this page’s share of it, is full. Free up disk space');
    expect(loading).toEqual([]);
  });

  it('is not said to be kept as a whole before the service worker keeps it', async () => {
    const { offline } = await page();
    const shown: boolean[] = [];
    offline.store.subscribe(({ parts }) =>
      shown.push(parts.every(({ bytes, keptBytes }) => keptBytes >= bytes)),
    );
    // This one says for ever that it keeps nothing.
    await offline.keep(['app']);
    expect(shown.length).toBeGreaterThan(0);
    expect(shown).not.toContain(true);
  });

  it('ends at a file that the server has no more, because it was updated', async () => {
    const { offline, loaded } = await page({ status: 404 });
    expect(await offline.keep(['app'])).toBe(false);
    expect(loaded).toHaveLength(1);
    expect(offline.store.getState().problem).toContain('Maskscope is being updated');
  });

  it('is loaded no more at another visit after it did not fit, until the user asks for it', async () => {
    const surroundings: { reason?: NotKeptReason } = { reason: 'no-room' };
    const { offline, loaded } = await page(surroundings);
    await offline.keep(['app']);
    const next = new OfflineFiles();
    await next.start();
    loaded.length = 0;
    expect(await next.keep(['app'])).toBe(false);
    expect(loaded).toEqual([]);
    expect(next.store.getState().problem).toContain('press Keep');
    delete surroundings.reason;
    await next.keepOnRequest('app');
    expect(loaded).toEqual(FILES.map(({ url }) => url));
    expect(next.store.getState().problem).toBeNull();
    expect(await next.keep(['app'])).toBe(true);
  });

  it('is not loaded where the browser says that it does not fit', async () => {
    const { offline, loaded } = await page({ quota: 9 });
    expect(await offline.keep(['app'])).toBe(false);
    expect(loaded).toEqual([]);
    expect(offline.store.getState().problem).toContain('is full');
  });

  it('is not to be cleared by the browser once the user has asked for a part', async () => {
    const { offline, storage } = await page();
    expect(await offline.keep(['app'])).toBe(true);
    expect(storage.persist).not.toHaveBeenCalled();
    await offline.keepOnRequest('app');
    expect(storage.persist).toHaveBeenCalledOnce();
  });

  it('waits for another tab that loads, and says so', async () => {
    const { offline, locks, loaded } = await page();
    locks.isHeld = true;
    const keeping = offline.keep(['app']);
    await expect.poll(() => offline.store.getState().waiting).toEqual(['app']);
    expect(loaded).toEqual([]);
    locks.release();
    expect(await keeping).toBe(true);
    expect(loaded).toEqual(FILES.map(({ url }) => url));
    expect(offline.store.getState().waiting).toEqual([]);
  });
});

describe('a new version', () => {
  it('is switched to after what the page loads in the background was ended', async () => {
    const { offline, worker, container, reload, loaded, aborted } = await page({
      body: new ReadableStream(),
    });
    registration.waiting = new FakeWorker();
    void offline.keep(['app']);
    await expect.poll(() => loaded).toEqual([FILES[0]?.url]);
    expect(aborted).toEqual([]);
    offline.update();
    expect(offline.store.getState().isSwitching).toBe(true);
    expect(worker.asked.at(-1)).toEqual({ ask: 'stop-loading' });
    expect(registration.waiting.asked).toEqual([{ ask: 'use-this-version' }]);
    expect(aborted).toEqual(loaded);
    expect(reload).not.toHaveBeenCalled();
    container.dispatchEvent(new Event('controllerchange'));
    expect(reload).toHaveBeenCalledOnce();
    expect(await offline.keep(['app'])).toBe(false);
    expect(offline.store.getState().problem).toBeNull();
  });

  /** Lets the browser find a version that it installs. */
  function found(): FakeWorker {
    const worker = new FakeWorker();
    registration.installing = worker;
    registration.dispatchEvent(new Event('updatefound'));
    return worker;
  }

  it('that cannot be installed is reported, with the reason whenever it comes', async () => {
    const data = { tell: 'install-failed', reason: 'the server did not send index.html' };
    for (const isFirst of [true, false]) {
      const { offline, container } = await page();
      const worker = found();
      const tell = () => container.dispatchEvent(new MessageEvent('message', { data }));
      if (isFirst) tell();
      worker.become('redundant');
      expect(offline.store.getState().updateProblem).toContain('could not be loaded');
      if (!isFirst) tell();
      expect(offline.store.getState().updateProblem).toContain(data.reason);
    }
  });

  it('that was installed and is replaced by a newer one is no failure', async () => {
    const { offline } = await page();
    const worker = found();
    registration.waiting = worker;
    worker.become('installed');
    worker.become('redundant');
    expect(offline.store.getState()).toMatchObject({ hasUpdate: true, updateProblem: null });
  });
});
