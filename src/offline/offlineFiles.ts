import { createStore } from 'zustand/vanilla';
import type { KeptFile, OfflineRequest } from './offlineMessages.ts';
import type { OfflinePart } from './offlineParts.ts';
import { activeWorker, NoServiceWorker, registerServiceWorker } from './registration.ts';

/** A part of the app's files. */
export interface PartState {
  readonly part: OfflinePart;
  readonly bytes: number;
  /** Of them, what this browser has. */
  readonly keptBytes: number;
}

interface OfflineState {
  /** Why nothing is kept, a sentence; null if files are kept, or not yet known. */
  readonly unavailable: string | null;
  /** Empty until they are known. */
  readonly parts: readonly PartState[];
  /** Parts that are being loaded. */
  readonly loading: readonly OfflinePart[];
  /** Why a part could not be kept, for the user; null if there was no error. */
  readonly problem: string | null;
  /** True if a new version is ready and waits for {@link OfflineFiles.update}. */
  readonly hasUpdate: boolean;
}

/** Held by the tab that loads files, so that two tabs do not load the same. */
const LOCK = 'maskscope-offline';

const REFRESH_MILLISECONDS = 200;

/** The page's side of the service worker: which files are kept, keeping more, and updates. */
export class OfflineFiles {
  readonly store = createStore<OfflineState>(() => ({
    ...{ unavailable: null, parts: [], loading: [], problem: null, hasUpdate: false },
  }));
  private registration: ServiceWorkerRegistration | null = null;

  /**
   * Starts the service worker, and looks for a new version. Does not reject: errors go to the
   * store.
   */
  async start(): Promise<void> {
    try {
      this.registration = await registerServiceWorker();
      this.watchUpdates(this.registration);
      await activeWorker(this.registration);
      await controlled();
      await this.refresh();
    } catch (error) {
      if (!(error instanceof NoServiceWorker)) throw error;
      this.store.setState({ unavailable: error.message });
    }
  }

  /** Asks the service worker again which files are kept. */
  async refresh(): Promise<void> {
    const files = await this.files();
    if (files) this.store.setState({ parts: partStates(files) });
  }

  /**
   * Loads the files of these parts that are not kept yet, in this order. Does not reject: errors go
   * to the store. Does nothing while another tab does it.
   */
  async keep(parts: readonly OfflinePart[]): Promise<void> {
    if (!this.isReady()) return;
    await navigator.locks.request(LOCK, { ifAvailable: true }, async (lock) => {
      if (!lock) return;
      this.store.setState({ loading: parts, problem: null });
      try {
        for (const part of parts) await this.keepPart(part);
      } catch (error) {
        const reason = error instanceof Error ? error.message : String(error);
        this.store.setState({ problem: `Not everything could be kept (${reason}).` });
      } finally {
        this.store.setState({ loading: [] });
        await this.refresh();
      }
    });
  }

  /** Reloads the page with the new version. */
  update(): void {
    const { serviceWorker } = navigator;
    const reload = () => location.reload();
    const waiting = this.registration?.waiting;
    // Another tab may have switched to it already.
    if (waiting) {
      serviceWorker.addEventListener('controllerchange', reload, { once: true });
      waiting.postMessage({ ask: 'use-this-version' } satisfies OfflineRequest);
    } else reload();
  }

  private isReady(): boolean {
    return this.store.getState().parts.length > 0;
  }

  private async keepPart(part: OfflinePart): Promise<void> {
    const files = (await this.files()) ?? [];
    for (const file of files) {
      if (file.part !== part || file.isKept) continue;
      // The service worker keeps what passes through it.
      const response = await fetch(file.url, { priority: 'low' });
      if (!response.ok) throw new Error(`the server returned ${response.status} for ${file.url}`);
      await this.readAll(response, part);
    }
    await this.refresh();
  }

  /** Reads a response to its end, and shows how far it is. */
  private async readAll({ body }: Response, part: OfflinePart): Promise<void> {
    const reader = body?.getReader();
    let unseen = 0;
    let shownAt = performance.now();
    for (;;) {
      const read = await reader?.read();
      if (!read || read.done) break;
      unseen += read.value.length;
      if (performance.now() - shownAt < REFRESH_MILLISECONDS) continue;
      this.advance(part, unseen);
      unseen = 0;
      shownAt = performance.now();
    }
    this.advance(part, unseen);
  }

  private advance(part: OfflinePart, bytes: number): void {
    this.store.setState(({ parts }) => ({
      parts: parts.map((state) =>
        state.part === part
          ? { ...state, keptBytes: Math.min(state.bytes, state.keptBytes + bytes) }
          : state,
      ),
    }));
  }

  /** Null without a service worker that controls this page. */
  private files(): Promise<readonly KeptFile[] | null> {
    const { controller } = navigator.serviceWorker;
    if (!controller) return Promise.resolve(null);
    return new Promise((resolve) => {
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = ({ data }: MessageEvent<readonly KeptFile[]>) => resolve(data);
      controller.postMessage({ ask: 'files' } satisfies OfflineRequest, [port2]);
    });
  }

  /** A version that is installed beside the one that runs waits until the user wants it. */
  private watchUpdates(registration: ServiceWorkerRegistration): void {
    const show = () => {
      // The first version waits for nothing.
      if (registration.waiting && registration.active) this.store.setState({ hasUpdate: true });
    };
    const watch = () => registration.installing?.addEventListener('statechange', show);
    registration.addEventListener('updatefound', watch);
    watch();
    show();
  }
}

/**
 * Waits until the service worker sees this page's requests.
 *
 * @throws NoServiceWorker if it never will
 */
async function controlled(): Promise<void> {
  const { serviceWorker } = navigator;
  if (serviceWorker.controller) return;
  await new Promise<void>((resolve, reject) => {
    serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true });
    setTimeout(() => {
      if (serviceWorker.controller) resolve();
      else reject(new NoServiceWorker(UNCONTROLLED));
    }, CONTROL_MILLISECONDS);
  });
}

/** A worker that has just started takes over its pages at once, so this is long. */
const CONTROL_MILLISECONDS = 10_000;

const UNCONTROLLED = 'The page was reloaded past it, with Shift. Reload it once more.';

function partStates(files: readonly KeptFile[]): PartState[] {
  const states = new Map<OfflinePart, PartState>();
  for (const { part, bytes, isKept } of files) {
    const former = states.get(part) ?? { part, bytes: 0, keptBytes: 0 };
    const keptBytes = former.keptBytes + (isKept ? bytes : 0);
    states.set(part, { part, bytes: former.bytes + bytes, keptBytes });
  }
  return [...states.values()];
}
