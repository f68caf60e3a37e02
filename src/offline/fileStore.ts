import { isPage } from '../files/isPage.ts';
import { isolatedResponse } from './isolatedResponse.ts';
import type { KeptFile } from './offlineMessages.ts';
import { type OfflineFile, PAGE } from './offlineParts.ts';

/** Name of the cache's entry that lists the addresses of the version that is in use. */
const IN_USE = 'maskscope-files-in-use';

/** What a store needs of its surroundings; a test gives its own. */
export interface StoreParts {
  readonly caches: Pick<CacheStorage, 'open'>;
  readonly fetch: (address: string, options: RequestInit) => Promise<Response>;
  /** Address of the build's root, with a trailing slash. */
  readonly root: string;
  /** The files of this version. */
  readonly files: readonly OfflineFile[];
}

/**
 * The files of a build that are kept in the browser. All versions share one cache: a file that has
 * not changed is loaded once, and a page that still runs the former version finds its files.
 */
export class FileStore {
  private readonly cache: Promise<Cache>;
  private readonly files: ReadonlyMap<string, OfflineFile>;
  /** Files that are being loaded, by the address under which they are kept. */
  private readonly loading = new Map<string, Promise<void>>();

  constructor(private readonly parts: StoreParts) {
    // An origin, such as that of GitHub Pages, may hold several builds.
    this.cache = parts.caches.open(`maskscope ${parts.root}`);
    this.cache.catch(() => {});
    this.files = new Map(parts.files.map((file) => [file.url, file]));
  }

  /** The file of this version that an address means; null if it means none. */
  find(address: string): OfflineFile | null {
    const { origin, pathname } = new URL(address);
    const path = origin + pathname;
    if (!path.startsWith(this.parts.root)) return null;
    return this.files.get(decodeURI(path.slice(this.parts.root.length)) || PAGE) ?? null;
  }

  /** The kept file; undefined if it is not kept. */
  async kept(file: OfflineFile): Promise<Response | undefined> {
    return (await this.cache).match(this.key(file));
  }

  /** A file of another version that is still kept under this address. */
  async keptAs(address: string): Promise<Response | undefined> {
    return (await this.cache).match(address);
  }

  /**
   * Loads a file and keeps it. A file that is being loaded already is not loaded a second time.
   *
   * @param until is given a promise that settles when the file is kept, or cannot be
   * @returns the server's response, at once; it is kept only if it is the file
   */
  async load(file: OfflineFile, until: (kept: Promise<unknown>) => void): Promise<Response> {
    const key = this.key(file);
    const isLoading = this.loading.get(key);
    if (isLoading) {
      until(isLoading);
      await isLoading;
      const kept = await this.kept(file);
      if (kept) return kept;
    }
    const loading = this.loadNow(file);
    const isKept = loading
      .then(({ kept }) => kept)
      // The page gets the error, or an answer without the file.
      .catch(() => {})
      .finally(() => this.loading.delete(key));
    this.loading.set(key, isKept);
    until(isKept);
    return (await loading).response;
  }

  /**
   * Keeps files that are not kept yet, a few at a time.
   *
   * @throws if one cannot be loaded or kept
   */
  async keepAll(files: readonly OfflineFile[]): Promise<void> {
    const queue = [...files];
    const work = async () => {
      for (let file = queue.shift(); file; file = queue.shift()) {
        if (await this.kept(file)) continue;
        let kept: Promise<unknown> = Promise.resolve();
        await this.load(file, (promise) => {
          kept = promise;
        });
        await kept;
        if (!(await this.kept(file))) throw new Error(`${file.url} could not be kept`);
      }
    };
    await Promise.all(Array.from({ length: 4 }, work));
  }

  /** Every file of this version, and whether it is kept. */
  async state(): Promise<readonly KeptFile[]> {
    const keys = new Set((await (await this.cache).keys()).map(({ url }) => url));
    return this.parts.files.map((file) => {
      const { url, part, bytes } = file;
      return { url, part, bytes, isKept: keys.has(this.key(file)) };
    });
  }

  /**
   * Makes this the version in use: forgets all files but its own and those of the version before,
   * which other tabs may still run.
   */
  async use(): Promise<void> {
    const cache = await this.cache;
    const listed = this.parts.root + IN_USE;
    const former = (await (await cache.match(listed))?.json()) as readonly string[] | undefined;
    const own = this.parts.files.map((file) => this.key(file));
    const wanted = new Set([...own, ...(former ?? []), listed]);
    for (const { url } of await cache.keys()) if (!wanted.has(url)) await cache.delete(url);
    await cache.put(listed, new Response(JSON.stringify(own)));
  }

  private async loadNow(file: OfflineFile) {
    const address = this.parts.root + file.url;
    const loaded = await this.parts.fetch(address, {
      credentials: 'same-origin',
      // A file without a hash in its name may have changed since the browser cached it.
      cache: file.revision === null ? 'default' : 'no-cache',
    });
    const response = isolatedResponse(loaded, address);
    const isFile = response.status === 200 && (!isPage(response) || file.url.endsWith('.html'));
    const kept = isFile ? (await this.cache).put(this.key(file), response.clone()) : undefined;
    kept?.catch(() => {});
    return { response, kept };
  }

  private key({ url, revision }: OfflineFile): string {
    const address = new URL(encodeURI(url), this.parts.root).href;
    return revision === null ? address : `${address}?revision=${revision}`;
  }
}
