import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { FileStore } from './fileStore.ts';
import { pageHeaders } from './isolationHeaders.ts';
import type { OfflineFile } from './offlineParts.ts';

const ROOT = 'https://example.org/maskscope/';

const PAGE = file('index.html', 'a1');
const SCRIPT = file('assets/main-1.js');
const NEXT_SCRIPT = file('assets/main-2.js');

/** A file whose text is its address. */
function file(url: string, revision: string | null = null): OfflineFile {
  const text = ROOT + url;
  const sha256 = createHash('sha256').update(text).digest('hex');
  return { url, revision, sha256, part: 'app', bytes: text.length };
}

/** A cache as browsers have it, as far as the store uses it. */
class FakeCache {
  readonly entries = new Map<string, string>();

  async match(url: string) {
    const text = this.entries.get(url);
    return text === undefined ? undefined : new Response(text);
  }

  isFull = false;

  async put(url: string, response: Response) {
    if (this.isFull) throw new DOMException('Quota exceeded.', 'QuotaExceededError');
    this.entries.set(url, await response.text());
  }

  async delete(url: string) {
    return this.entries.delete(url);
  }

  async keys() {
    return [...this.entries.keys()].map((url) => ({ url }));
  }
}

/** Stores of several versions, which share one cache and one server. */
function browser() {
  const cache = new FakeCache();
  const asked: string[] = [];
  const server = new Map<string, Response | Error>();
  const store = (files: readonly OfflineFile[]) =>
    new FileStore({
      caches: { open: async () => cache as unknown as Cache },
      fetch: async (address, { signal }) => {
        asked.push(address.slice(ROOT.length));
        const answer = server.get(address.slice(ROOT.length)) ?? new Response(address);
        if (answer instanceof Error) throw answer;
        return cutOffBy(signal, answer.clone());
      },
      root: ROOT,
      files,
    });
  return { cache, asked, server, store };
}

/** A response that is cut off when the request is aborted, as those of browsers are. */
function cutOffBy(signal: AbortSignal | null | undefined, response: Response): Response {
  const { readable, writable } = new TransformStream();
  const { status, headers } = response;
  response.body?.pipeTo(writable, signal ? { signal } : {}).catch(() => {});
  return new Response(readable, { status, headers });
}

/** A response that never ends. */
function endless(): Response {
  return new Response(new ReadableStream());
}

describe('the files of a build', () => {
  it('are found by address, with the root and any query meaning the page', () => {
    const store = browser().store([PAGE, SCRIPT]);
    expect(store.find(ROOT)).toBe(PAGE);
    expect(store.find(`${ROOT}?seq=soapbox#x`)).toBe(PAGE);
    expect(store.find(`${ROOT}assets/main-1.js`)).toBe(SCRIPT);
    expect(store.find(`${ROOT}davis/index.json`)).toBeNull();
    expect(store.find('https://example.org/other/')).toBeNull();
  });

  it('are loaded once, also by requests at the same time', async () => {
    const { asked, store } = browser();
    const files = store([SCRIPT]);
    const waiting: Promise<unknown>[] = [];
    const until = (kept: Promise<unknown>) => waiting.push(kept);
    const answers = await Promise.all([files.load(SCRIPT, until), files.load(SCRIPT, until)]);
    await Promise.all(waiting);
    await files.keepAll([SCRIPT]);
    expect(asked).toEqual(['assets/main-1.js']);
    for (const answer of answers) expect(await answer.text()).toBe(`${ROOT}assets/main-1.js`);
  });

  it('are given with the headers of isolation, unless the host sends its own', async () => {
    const { server, store } = browser();
    const own = { 'Content-Security-Policy': "default-src 'self'" };
    server.set('assets/main-1.js', new Response('', { headers: own }));
    const { headers } = await store([SCRIPT]).load(SCRIPT, () => {});
    for (const [name, value] of Object.entries({ ...pageHeaders(), ...own })) {
      expect(headers.get(name)).toBe(value);
    }
    expect(headers.get('Content-Type')).toBe('text/javascript');
  });

  it('are not kept if the server answers with an error or with a page instead', async () => {
    for (const answer of [
      new Response('gone', { status: 404 }),
      new Response('<!doctype html>', { headers: { 'Content-Type': 'text/html' } }),
      new TypeError('no connection'),
    ]) {
      const { cache, server, store } = browser();
      server.set('assets/main-1.js', answer);
      await expect(store([SCRIPT]).keepAll([SCRIPT])).rejects.toThrow();
      expect([...cache.entries]).toEqual([]);
    }
  });

  it('of another version, such as a host’s cache may send, are passed on and not kept', async () => {
    for (const changed of [PAGE, SCRIPT]) {
      const { cache, server, store } = browser();
      server.set(changed.url, new Response('another version'));
      const files = store([changed]);
      const answer = await files.load(changed, () => {});
      expect(await answer.text()).toBe('another version');
      expect(await files.whyNotKept(changed)).toBe('other-version');
      await expect(files.keepAll([changed])).rejects.toThrow(
        `the server has another version of ${changed.url}`,
      );
      expect([...cache.entries]).toEqual([]);
      // When the host sends the file, it is kept.
      server.delete(changed.url);
      await files.keepAll([changed]);
      expect(await files.whyNotKept(changed)).toBeNull();
    }
  });

  it('are passed on where the disk is full, with the reason why they are not kept', async () => {
    const { cache, store } = browser();
    cache.isFull = true;
    const files = store([SCRIPT]);
    const answer = await files.load(SCRIPT, () => {});
    expect(await answer.text()).toBe(ROOT + SCRIPT.url);
    expect(await files.whyNotKept(SCRIPT)).toBe('no-room');
    await expect(files.keepAll([SCRIPT])).rejects.toThrow('the disk');
  });

  it('are loaded no further for a page that stops, but for others', async () => {
    const { server, store } = browser();
    for (const { url } of [SCRIPT, NEXT_SCRIPT]) server.set(url, endless());
    const files = store([SCRIPT, NEXT_SCRIPT]);
    const settled: string[] = [];
    for (const [script, page] of [[SCRIPT, 'one'] as const, [NEXT_SCRIPT, 'two'] as const]) {
      await files.load(
        script,
        (promise) => void promise.then(() => settled.push(script.url)),
        page,
      );
    }
    files.stop('one');
    expect(await files.whyNotKept(SCRIPT)).toBe('not-loaded');
    expect(settled).toEqual([SCRIPT.url]);
  });

  it('that have not changed stay for the next version, which loads only the others', async () => {
    const { asked, store } = browser();
    await store([PAGE, SCRIPT]).keepAll([PAGE, SCRIPT]);
    asked.length = 0;
    const changed = { ...PAGE, revision: 'b2' };
    await store([changed, SCRIPT]).keepAll([changed, SCRIPT]);
    expect(asked).toEqual(['index.html']);
  });

  it('of the version before stay, and those of the version before that are forgotten', async () => {
    const { store, cache } = browser();
    const has = ({ url }: OfflineFile) => cache.entries.has(ROOT + url);
    const third = file('assets/main-3.js');
    for (const script of [SCRIPT, NEXT_SCRIPT, third]) {
      const version = store([script]);
      await version.keepAll([script]);
      await version.use();
    }
    expect([SCRIPT, NEXT_SCRIPT, third].map(has)).toEqual([false, true, true]);
    expect(await store([third]).keptAs(`${ROOT}assets/main-2.js`)).toBeDefined();
  });
});
