import { describe, expect, it } from 'vitest';
import { FileStore } from './fileStore.ts';
import { pageHeaders } from './isolationHeaders.ts';
import type { OfflineFile } from './offlineParts.ts';

const ROOT = 'https://example.org/maskscope/';

const PAGE: OfflineFile = { url: 'index.html', revision: 'a1', part: 'app', bytes: 5 };
const SCRIPT: OfflineFile = { url: 'assets/main-1.js', revision: null, part: 'app', bytes: 6 };
const NEXT_SCRIPT: OfflineFile = { ...SCRIPT, url: 'assets/main-2.js' };

/** A cache as browsers have it, as far as the store uses it. */
class FakeCache {
  readonly entries = new Map<string, string>();

  async match(url: string) {
    const text = this.entries.get(url);
    return text === undefined ? undefined : new Response(text);
  }

  async put(url: string, response: Response) {
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
      fetch: async (address) => {
        asked.push(address.slice(ROOT.length));
        const answer = server.get(address.slice(ROOT.length)) ?? new Response(address);
        if (answer instanceof Error) throw answer;
        return answer.clone();
      },
      root: ROOT,
      files,
    });
  return { cache, asked, server, store };
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
    const has = (file: OfflineFile) => cache.entries.has(ROOT + file.url);
    const third = { ...SCRIPT, url: 'assets/main-3.js' };
    for (const file of [SCRIPT, NEXT_SCRIPT, third]) {
      const version = store([file]);
      await version.keepAll([file]);
      await version.use();
    }
    expect([SCRIPT, NEXT_SCRIPT, third].map(has)).toEqual([false, true, true]);
    expect(await store([third]).keptAs(`${ROOT}assets/main-2.js`)).toBeDefined();
  });
});
