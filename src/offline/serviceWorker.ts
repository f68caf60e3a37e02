// Keeps the app's files, so that it works without a connection, and isolates pages whose server
// does not send the headers for it. The build puts the list of files in the place of
// `self.__WB_MANIFEST`.
import { FileStore } from './fileStore.ts';
import { isolatedResponse } from './isolatedResponse.ts';
import type { InstallFailure, OfflineAnswers, OfflineRequest } from './offlineMessages.ts';
import { isCode, type OfflineFile, PAGE } from './offlineParts.ts';

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: readonly OfflineFile[] };

const root = self.registration.scope;
const files = self.__WB_MANIFEST;
const store = new FileStore({ caches, fetch: (...request) => fetch(...request), root, files });

/** Sequences of the server's own folder (`DAVIS_ROOT`), which are never kept. */
const SERVED_SEQUENCES = `${root}davis/`;

self.addEventListener('install', (event) => event.waitUntil(install()));

async function install(): Promise<void> {
  try {
    if (self.registration.active) {
      // An update waits until the user wants it, or all pages are closed; then its code is there.
      await store.keepAll(files.filter(isCode));
      // A page can do without the rest, and keeps it later.
      await store.keepAll(files.filter(({ part }) => part === 'app')).catch(() => {});
    } else {
      // The first time a page may be waiting for its isolation. What it loads is kept as it loads.
      await store.keepAll(files.filter(({ url }) => url === PAGE));
      await self.skipWaiting();
    }
  } catch (error) {
    await tellPages(error instanceof Error ? error.message : String(error));
    // The version that runs, if there is one, stays; the browser tries again at another visit.
    throw error;
  }
}

async function tellPages(reason: string): Promise<void> {
  const failure: InstallFailure = { tell: 'install-failed', reason };
  const pages = await self.clients.matchAll({ type: 'window', includeUncontrolled: true });
  for (const page of pages) page.postMessage(failure);
}

self.addEventListener('activate', (event) => {
  event.waitUntil(store.use().then(() => self.clients.claim()));
});

self.addEventListener('message', (event) => {
  const request = event.data as OfflineRequest;
  if (request.ask === 'use-this-version') event.waitUntil(self.skipWaiting());
  else if (request.ask === 'stop-loading') store.stop((event.source as Client | null)?.id ?? '');
  else event.waitUntil(answered(request).then((answer) => event.ports[0]?.postMessage(answer)));
});

type Question = Extract<OfflineRequest, { readonly ask: keyof OfflineAnswers }>;

async function answered(question: Question): Promise<OfflineAnswers[Question['ask']]> {
  if (question.ask === 'files') return store.state();
  const file = store.find(root + question.url);
  return file ? store.whyNotKept(file) : 'other-version';
}

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const isRead = request.method === 'GET' || request.method === 'HEAD';
  if (!isRead || !request.url.startsWith(root) || request.headers.has('Range')) return;
  if (request.url.startsWith(SERVED_SEQUENCES)) {
    if (request.url === `${SERVED_SEQUENCES}index.json`) event.respondWith(listed(request));
    return;
  }
  const file = store.find(request.url);
  if (file) event.respondWith(answer(event, file));
  else if (mayBeFormer(request)) event.respondWith(formerOrLoaded(request));
});

/** A file of this version: kept, or else loaded and kept. */
async function answer(event: FetchEvent, file: OfflineFile): Promise<Response> {
  const kept = await store.kept(file);
  if (event.request.method === 'HEAD') {
    if (kept) return new Response(null, kept);
    return isolatedResponse(await fetch(event.request), event.request.url);
  }
  return kept ?? store.load(file, (settled) => event.waitUntil(settled), event.clientId);
}

/** Pages and scripts need the headers, and may be those of the version before. */
async function formerOrLoaded(request: Request): Promise<Response> {
  const kept = await store.keptAs(request.url);
  return kept ?? isolatedResponse(await fetch(request), request.url);
}

/** Pages, scripts and the files of the version before; not data such as a run's file. */
function mayBeFormer({ mode, destination, url }: Request): boolean {
  return mode === 'navigate' || destination !== '' || url.startsWith(`${root}assets/`);
}

/** Without a connection the server has no sequences. */
async function listed(request: Request): Promise<Response> {
  try {
    return await fetch(request);
  } catch {
    return Response.json({ sequences: [] });
  }
}
