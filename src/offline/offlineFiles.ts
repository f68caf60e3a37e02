import { createStore } from 'zustand/vanilla';
import { isAbort } from '../problem.ts';
import { hadNoRoom, markNoRoom } from './noRoomMark.ts';
import { NotKept, type NotKeptReason } from './notKept.ts';
import type {
  InstallFailure,
  KeptFile,
  OfflineAnswers,
  OfflineRequest,
} from './offlineMessages.ts';
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
  /** Parts that are loaded when another tab has loaded its own. */
  readonly waiting: readonly OfflinePart[];
  /** Why a part could not be kept, and what to do; null if there was no error. */
  readonly problem: string | null;
  /** True if a new version is ready and waits for {@link OfflineFiles.update}. */
  readonly hasUpdate: boolean;
  /** Why a new version could not be loaded, a sentence; null if there is none, or it is ready. */
  readonly updateProblem: string | null;
  /** True from {@link OfflineFiles.update} until the page reloads. */
  readonly isSwitching: boolean;
}

/** Held by the tab that loads files, so that two tabs do not load the same. */
const LOCK = 'maskscope-offline';

const REFRESH_MILLISECONDS = 200;

/** The page's side of the service worker: which files are kept, keeping more, and updates. */
export class OfflineFiles {
  readonly store = createStore<OfflineState>(() => ({
    ...{ unavailable: null, parts: [], loading: [], waiting: [], problem: null },
    ...{ hasUpdate: false, updateProblem: null, isSwitching: false },
  }));
  private registration: ServiceWorkerRegistration | null = null;
  /** Ends what is being loaded when the page is about to reload. */
  private readonly stopped = new AbortController();

  /**
   * Starts the service worker, and looks for a new version. Does not reject: errors go to the
   * store.
   */
  async start(): Promise<void> {
    try {
      this.registration = await registerServiceWorker();
      this.watchUpdates(this.registration);
      lookForUpdate(this.registration);
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
    const files = await ask({ ask: 'files' });
    if (files) this.store.setState({ parts: partStates(files) });
  }

  /**
   * Loads the files of these parts that are not kept yet, in this order, when no other tab loads
   * files. Loads nothing if another visit found no room. Does not reject: errors go to the store.
   *
   * @returns true if all are kept
   */
  async keep(parts: readonly OfflinePart[]): Promise<boolean> {
    if (!hadNoRoom()) return this.keepInTurn(parts);
    this.store.setState({ problem: describeNotKept(new NotKept('no-room', '')) });
    return false;
  }

  /**
   * Keeps a part that the user asks for, like {@link keep}, also if there was no room before. Asks
   * the browser not to clear what is kept when the disk is nearly full: Firefox asks the user, so not
   * without need.
   */
  async keepOnRequest(part: OfflinePart): Promise<void> {
    // A refusal changes nothing: the files are kept all the same.
    navigator.storage.persist().catch(() => {});
    await this.keepInTurn([part]);
  }

  /**
   * Reloads the page with the new version. It takes over when the former one has nothing left to do,
   * so what this page loads in the background is ended first.
   */
  update(): void {
    const { serviceWorker } = navigator;
    const reload = () => location.reload();
    const waiting = this.registration?.waiting;
    this.stopped.abort();
    this.store.setState({ isSwitching: true });
    // Another tab may have switched to it already.
    if (waiting) {
      serviceWorker.addEventListener('controllerchange', reload, { once: true });
      serviceWorker.controller?.postMessage({ ask: 'stop-loading' } satisfies OfflineRequest);
      waiting.postMessage({ ask: 'use-this-version' } satisfies OfflineRequest);
    } else reload();
  }

  private async keepInTurn(parts: readonly OfflinePart[]): Promise<boolean> {
    if (!this.isReady() || this.stopped.signal.aborted) return false;
    const { locks } = navigator;
    const atOnce = await locks.request(LOCK, { ifAvailable: true }, (lock) =>
      lock ? this.keepNow(parts) : null,
    );
    if (atOnce !== null) return atOnce;
    this.store.setState(({ waiting }) => ({ waiting: [...waiting, ...parts] }));
    const waitNoMore = () =>
      this.store.setState(({ waiting }) => ({
        waiting: waiting.filter((part) => !parts.includes(part)),
      }));
    try {
      return await locks.request(LOCK, { signal: this.stopped.signal }, () => {
        waitNoMore();
        return this.keepNow(parts);
      });
    } catch (error) {
      if (!isAbort(error)) throw error;
      return false;
    } finally {
      waitNoMore();
    }
  }

  private isReady(): boolean {
    return this.store.getState().parts.length > 0;
  }

  private async keepNow(parts: readonly OfflinePart[]): Promise<boolean> {
    this.store.setState({ loading: parts, problem: null });
    try {
      for (const part of parts) await this.keepPart(part);
      markNoRoom(false);
      return true;
    } catch (error) {
      if (error instanceof NotKept && error.reason === 'no-room') markNoRoom(true);
      if (!this.stopped.signal.aborted) this.store.setState({ problem: describeNotKept(error) });
      return false;
    } finally {
      this.store.setState({ loading: [] });
      await this.refresh();
    }
  }

  /** @throws NotKept and others if a file cannot be kept */
  private async keepPart(part: OfflinePart): Promise<void> {
    const { signal } = this.stopped;
    const files = ((await ask({ ask: 'files' })) ?? []).filter((file) => file.part === part);
    const missing = files.filter(({ isKept }) => !isKept);
    await assertRoom(missing);
    for (const { url } of missing) {
      // The service worker keeps what passes through it.
      const response = await fetch(url, { priority: 'low', signal });
      // Servers forget the files of former versions.
      if (response.status === 404) throw new NotKept('other-version', url);
      if (!response.ok) throw new Error(`the server returned ${response.status} for ${url}`);
      await this.readAll(response, part);
      const reason = await ask({ ask: 'why-not-kept', url });
      if (reason) throw new NotKept(reason, url);
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
          ? // Only the service worker knows that all is kept.
            { ...state, keptBytes: Math.min(state.bytes - 1, state.keptBytes + bytes) }
          : state,
      ),
    }));
  }

  /** A version that is installed beside the one that runs waits until the user wants it. */
  private watchUpdates(registration: ServiceWorkerRegistration): void {
    const show = () => {
      // The first version waits for nothing.
      if (registration.waiting && registration.active) {
        this.store.setState({ hasUpdate: true, updateProblem: null });
      }
    };
    const fail = (reason: string | null) => {
      if (registration.active) this.store.setState({ updateProblem: updateProblem(reason) });
    };
    // Whether the worker's own reason or its end comes first is left to the browser.
    let reason: string | null = null;
    navigator.serviceWorker.addEventListener(
      'message',
      ({ data }: MessageEvent<InstallFailure>) => {
        if (data.tell !== 'install-failed') return;
        reason = data.reason;
        fail(reason);
      },
    );
    const watch = () => {
      const worker = registration.installing;
      reason = null;
      let isInstalled = false;
      worker?.addEventListener('statechange', () => {
        show();
        // An installed version ends when a newer one replaces it.
        if (worker.state === 'redundant' && !isInstalled) fail(reason);
        isInstalled = true;
      });
    };
    registration.addEventListener('updatefound', watch);
    watch();
    show();
  }
}

/**
 * Looks for a new version once more. The browser does so while the page loads: if that failed, nobody
 * was there yet to hear why. One that waits already is not loaded again.
 */
function lookForUpdate(registration: ServiceWorkerRegistration): void {
  // Without a connection there is none.
  if (registration.active && !registration.waiting) registration.update().catch(() => {});
}

/** Asks the service worker; null without one that controls this page. */
function ask<Name extends keyof OfflineAnswers>(
  question: Extract<OfflineRequest, { readonly ask: Name }>,
): Promise<OfflineAnswers[Name] | null> {
  const { controller } = navigator.serviceWorker;
  if (!controller) return Promise.resolve(null);
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<OfflineAnswers[Name]>) => {
      port1.close();
      resolve(data);
    };
    controller.postMessage(question, [port2]);
  });
}

/**
 * Files that do not fit would be loaded in vain, at every visit.
 *
 * @throws NotKept if the browser says that it has no room for these files
 */
async function assertRoom(files: readonly KeptFile[]): Promise<void> {
  const [first] = files;
  if (!first) return;
  const { quota, usage = 0 } = await navigator.storage.estimate();
  const bytes = files.reduce((sum, file) => sum + file.bytes, 0);
  if (quota !== undefined && quota - usage < bytes) throw new NotKept('no-room', first.url);
}

/** What was wrong and what to do. */
function describeNotKept(error: unknown): string {
  const clause = error instanceof Error ? error.message : String(error);
  const remedy = error instanceof NotKept ? REMEDIES[error.reason] : REMEDIES['not-loaded'];
  return `Not everything could be kept: ${clause}. ${remedy}`;
}

const REMEDIES: Readonly<Record<NotKeptReason, string>> = {
  'no-room': 'Free up disk space, or delete kept runs that you no longer need; then press Keep.',
  'other-version': 'Maskscope is being updated: reload the page in a few minutes.',
  'not-loaded': 'Check the connection and try again.',
};

function updateProblem(reason: string | null): string {
  const why = reason === null ? '' : `: ${reason}`;
  return `A new version of Maskscope could not be loaded${why}. This one goes on; the browser tries again when the page is opened.`;
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
