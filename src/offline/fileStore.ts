import { bytesSha256 } from '../files/sha256.ts';
import { isolatedResponse } from './isolatedResponse.ts';
import { NotKept, type NotKeptReason } from './notKept.ts';
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

interface Loading {
  /** Settles when the file is kept, or cannot be; never rejects. */
  readonly settled: Promise<void>;
  /** Ends it. */
  readonly abort: AbortController;
  /** Name of the page that it is loaded for. */
  readonly page: string;
}

/**
 * The files of a build that are kept in the browser. All versions share one cache: a file that has
 * not changed is loaded once, and a page that still runs the former version finds its files.
 */
export class FileStore {
  private readonly cache: Promise<Cache>;
  private readonly files: ReadonlyMap<string, OfflineFile>;
  /** Files that are being loaded, by the address under which they are kept. */
  private readonly loading = new Map<string, Loading>();
  /** Why files that were loaded last could not be kept, by the same address. */
  private readonly failures = new Map<string, NotKeptReason>();

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
   * @param page name of the page that it is loaded for, for {@link stop}
   * @returns the server's response, at once; it is kept only if its bytes are those of the file
   */
  async load(
    file: OfflineFile,
    until: (settled: Promise<unknown>) => void,
    page = '',
  ): Promise<Response> {
    const key = this.key(file);
    const isLoading = this.loading.get(key);
    if (isLoading) {
      until(isLoading.settled);
      await isLoading.settled;
      const kept = await this.kept(file);
      if (kept) return kept;
    }
    const abort = new AbortController();
    const loading = this.loadNow(file, abort.signal);
    const settled = loading
      .then(({ kept }) => kept)
      .then(
        () => void this.failures.delete(key),
        // The page gets the error, or the answer; it asks why the file is not kept.
        (error) =>
          void this.failures.set(key, error instanceof NotKept ? error.reason : 'not-loaded'),
      )
      .finally(() => {
        if (this.loading.get(key)?.abort === abort) this.loading.delete(key);
      });
    this.loading.set(key, { settled, abort, page });
    until(settled);
    return (await loading).response;
  }

  /** Ends what is being loaded for a page. */
  stop(page: string): void {
    for (const loading of this.loading.values()) if (loading.page === page) loading.abort.abort();
  }

  /** Waits until a file is not being loaded, and says why it is not kept; null if it is. */
  async whyNotKept(file: OfflineFile): Promise<NotKeptReason | null> {
    const key = this.key(file);
    await this.loading.get(key)?.settled;
    if (await this.kept(file)) return null;
    return this.failures.get(key) ?? 'not-loaded';
  }

  /**
   * Keeps files that are not kept yet, a few at a time.
   *
   * @throws NotKept if one cannot be loaded or kept
   */
  async keepAll(files: readonly OfflineFile[]): Promise<void> {
    const queue = [...files];
    const work = async () => {
      for (let file = queue.shift(); file; file = queue.shift()) {
        if (await this.kept(file)) continue;
        try {
          await this.load(file, () => {});
        } catch (cause) {
          throw new NotKept('not-loaded', file.url, { cause });
        }
        const reason = await this.whyNotKept(file);
        if (reason) throw new NotKept(reason, file.url);
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

  private async loadNow(file: OfflineFile, signal: AbortSignal) {
    const address = this.parts.root + file.url;
    const loaded = await this.parts.fetch(address, {
      credentials: 'same-origin',
      // A file without a hash in its name may have changed since the browser cached it.
      cache: file.revision === null ? 'default' : 'no-cache',
      signal,
    });
    const response = isolatedResponse(loaded, address);
    const kept = this.keep(file, response.clone());
    kept.catch(() => {});
    return { response, kept };
  }

  /**
   * Keeps a response if it is the file. During a deployment, or from the cache of a host, the server
   * may send the file of another version, which would be kept until the next one.
   *
   * @throws NotKept
   */
  private async keep(file: OfflineFile, response: Response): Promise<void> {
    if (response.status !== 200) throw new NotKept('not-loaded', file.url);
    const bytes = await response.arrayBuffer();
    if ((await bytesSha256(new Uint8Array(bytes))) !== file.sha256) {
      throw new NotKept('other-version', file.url);
    }
    const { headers } = response;
    try {
      await (await this.cache).put(this.key(file), new Response(bytes, { headers }));
    } catch (cause) {
      // The bytes are here: only the disk can be in the way.
      throw new NotKept('no-room', file.url, { cause });
    }
  }

  private key({ url, revision }: OfflineFile): string {
    const address = new URL(encodeURI(url), this.parts.root).href;
    return revision === null ? address : `${address}?revision=${revision}`;
  }
}
