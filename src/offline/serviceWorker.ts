// Keeps the app's files, so that it works without a connection, and isolates pages whose server
// does not send the headers for it. The build puts the list of files in the place of
// `self.__WB_MANIFEST`.
import { FileStore } from './fileStore.ts';
import { isolatedResponse } from './isolatedResponse.ts';
import type { OfflineRequest } from './offlineMessages.ts';
import { type OfflineFile, PAGE } from './offlineParts.ts';

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: readonly OfflineFile[] };

const root = self.registration.scope;
const files = self.__WB_MANIFEST;
const store = new FileStore({ caches, fetch: (...request) => fetch(...request), root, files });

/** Sequences of the server's own folder (`DAVIS_ROOT`), which are never kept. */
const SERVED_SEQUENCES = `${root}davis/`;

self.addEventListener('install', (event) => event.waitUntil(install()));

async function install(): Promise<void> {
  if (self.registration.active) {
    // An update waits until the user wants it, or all pages are closed; then all of it is there.
    await store.keepAll(files.filter(({ part }) => part === 'app'));
  } else {
    // The first time a page may be waiting for its isolation. What it loads is kept as it loads.
    await store.keepAll(files.filter(({ url }) => url === PAGE));
    await self.skipWaiting();
  }
}

self.addEventListener('activate', (event) => {
  event.waitUntil(store.use().then(() => self.clients.claim()));
});

self.addEventListener('message', (event) => {
  const { ask } = event.data as OfflineRequest;
  if (ask === 'use-this-version') event.waitUntil(self.skipWaiting());
  else event.waitUntil(store.state().then((state) => event.ports[0]?.postMessage(state)));
});

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
  else if (isCode(request)) event.respondWith(formerOrLoaded(request));
});

/** A file of this version: kept, or else loaded and kept. */
async function answer(event: FetchEvent, file: OfflineFile): Promise<Response> {
  const kept = await store.kept(file);
  if (event.request.method === 'HEAD') {
    if (kept) return new Response(null, kept);
    return isolatedResponse(await fetch(event.request), event.request.url);
  }
  return kept ?? store.load(file, (promise) => event.waitUntil(promise));
}

/** Pages and scripts need the headers, and may be those of the version before. */
async function formerOrLoaded(request: Request): Promise<Response> {
  const kept = await store.keptAs(request.url);
  return kept ?? isolatedResponse(await fetch(request), request.url);
}

/** Pages, scripts and the files of the version before; not data such as a run's file. */
function isCode({ mode, destination, url }: Request): boolean {
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
