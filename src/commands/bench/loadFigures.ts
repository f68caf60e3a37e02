import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import { chromium, type Page } from '@playwright/test';
import { BROWSER_SWITCHES, findBrowser, NO_BROWSER } from '../browser/findBrowser.ts';
import { type CountedRequest, type CountingProxy, countingProxy } from './countingProxy.ts';

/** What was loaded from the server. */
interface Loaded {
  readonly requests: number;
  /** As sent: compressed, if the server has the file compressed. */
  readonly transferredBytes: number;
  /** As the page gets it. */
  readonly rawBytes: number;
}

/** What a visit loads until a moment, by kind of file. */
interface VisitLoad extends Loaded {
  readonly byKind: Readonly<Record<string, Loaded>>;
  /** Files that were sent more than once, with the number of times. */
  readonly sentTwice: Readonly<Record<string, number>>;
}

interface LoadFigures {
  /** First visit, until the recording's first picture is shown. */
  readonly recordingShown: VisitLoad & {
    /** Without the recording itself; the budget is 600,000. */
    readonly transferredBytesBesideRecording: number;
  };
  /** First visit, until all columns were computed here on wasm. */
  readonly liveComplete: VisitLoad;
  /** First visit, until all that this machine needs is kept for use without a connection. */
  readonly keptOffline: VisitLoad;
}

const SEQUENCE = 'reef-crossing';

/** The kind of a file; the first pattern that matches its path decides. */
const KINDS: readonly (readonly [RegExp, string])[] = [
  [/\.maskscope$/, 'recording'],
  [/^\/samples\/(JPEGImages|Annotations)/, 'sequence'],
  [/ffmpeg-?core/i, 'ffmpeg'],
  [/\/ort[.-]/, 'onnxruntime-web'],
  [/\.onnx$/, 'networks'],
  [/\.worker-.*\.js$/, 'workers'],
  [/^\/assets\//, 'app'],
  [/./, 'page and lists'],
];

/** Counts what the published columns of the built-in sequence need from the server. */
export async function loadFigures(url: string): Promise<LoadFigures> {
  const recorded = `?seq=${SEQUENCE}&ep=wasm`;
  const recordingShown = await visit(url, 'block', recorded, isShown);
  const recording = recordingShown.byKind.recording?.transferredBytes ?? 0;
  return {
    recordingShown: {
      ...recordingShown,
      transferredBytesBesideRecording: recordingShown.transferredBytes - recording,
    },
    liveComplete: await visit(url, 'block', `${recorded}&live`, isComplete),
    keptOffline: await visit(url, 'allow', recorded, isKept),
  };
}

/** A visit with an empty profile on disk: in private windows browsers cache no large files. */
async function visit(
  url: string,
  serviceWorkers: 'allow' | 'block',
  address: string,
  isReached: () => boolean | Promise<boolean>,
): Promise<VisitLoad> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error(NO_BROWSER);
  const profile = await mkdtemp(join(tmpdir(), 'maskscope-profile-'));
  const proxy = await countingProxy(url);
  const options = { executablePath, args: BROWSER_SWITCHES, serviceWorkers };
  const context = await chromium.launchPersistentContext(profile, options);
  try {
    const page = await context.newPage();
    await page.goto(proxy.url + address);
    await until(page, isReached);
    return await visitLoad(proxy, url);
  } finally {
    await context.close();
    await proxy.close();
    await rm(profile, { recursive: true, force: true });
  }
}

async function until(page: Page, isReached: () => boolean | Promise<boolean>): Promise<void> {
  while (!(await page.evaluate(isReached))) await setTimeout(100);
}

/** In the page: every column shows the opened frame. */
function isShown(): boolean {
  const columns = window.maskscope?.columns() ?? [];
  const frame = new URL(location.href).searchParams.get('frame');
  if (frame === null || columns.length === 0) return false;
  return columns.every(({ framesDone }) => framesDone > Number(frame));
}

/** In the page. */
function isComplete(): boolean {
  const columns = window.maskscope?.columns() ?? [];
  return columns.length > 0 && columns.every(({ complete }) => complete);
}

/** In the page: whether the service worker keeps the files of a machine without a GPU. */
function isKept(): Promise<boolean> {
  const { controller } = navigator.serviceWorker;
  if (!controller) return Promise.resolve(false);
  return new Promise((resolve) => {
    const { port1, port2 } = new MessageChannel();
    port1.onmessage = ({ data }: MessageEvent<readonly { part: string; isKept: boolean }[]>) =>
      resolve(data.every(({ part, isKept }) => isKept || part === 'webgpu' || part === 'networks'));
    controller.postMessage({ ask: 'files' }, [port2]);
  });
}

async function visitLoad(proxy: CountingProxy, url: string): Promise<VisitLoad> {
  const requests = proxy.requests.filter(({ method }) => method === 'GET');
  const sizes = new Map<string, number>();
  for (const { path } of requests) if (!sizes.has(path)) sizes.set(path, await rawBytes(url, path));
  const loaded = (some: readonly CountedRequest[]): Loaded => ({
    requests: some.length,
    transferredBytes: sum(some.map(({ bytes }) => bytes)),
    rawBytes: sum(some.map(({ path, bytes }) => (bytes > 0 ? (sizes.get(path) ?? 0) : 0))),
  });
  const byKind = grouped(requests, ({ path }) => kindOf(path));
  const sent = grouped(
    requests.filter(({ bytes }) => bytes > 0),
    ({ path }) => path,
  );
  return {
    ...loaded(requests),
    byKind: Object.fromEntries([...byKind].map(([kind, some]) => [kind, loaded(some)])),
    sentTwice: Object.fromEntries(
      [...sent].flatMap(([path, { length }]) => (length > 1 ? [[path, length]] : [])),
    ),
  };
}

/** The size of a file that is not compressed. */
async function rawBytes(url: string, path: string): Promise<number> {
  const response = await fetch(new URL(path, url), { headers: { 'Accept-Encoding': 'identity' } });
  return (await response.arrayBuffer()).byteLength;
}

function kindOf(path: string): string {
  return KINDS.find(([pattern]) => pattern.test(path))?.[1] ?? '';
}

/** Like `Map.groupBy`, which Node 20 does not have. */
function grouped<Item>(items: readonly Item[], keyOf: (item: Item) => string) {
  const groups = new Map<string, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
