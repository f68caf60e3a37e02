/**
 * Renders the built-in sequence and writes it to `public/samples/` in DAVIS layout.
 *
 *     npm run render-sample                 all frames, and the index
 *     npm run render-sample -- 0 30 59      only these frames, to the folder $SAMPLE_OUT
 *
 * The scene is rendered with WebGL in headless Chromium, in software, so that the frames do not
 * depend on a GPU. CHROMIUM is the path of the browser, /usr/bin/chromium by default.
 */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium, type Page } from '@playwright/test';
import { createServer } from 'vite';
import { encodeLabelMapPng } from '../../sequence/labelMapPng.ts';
import {
  FRAME_COUNT,
  FRAME_RATE,
  OBJECT_IDS,
  PICTURE_SIZE,
  type SampleIndex,
  SEQUENCE_NAME,
} from './sampleSequence.ts';

const RESOLUTION = '480p';
const JPEG_QUALITY = 0.89;
const REPOSITORY = fileURLToPath(new URL('../../../', import.meta.url));

const requested = process.argv.slice(2).map(Number);
const output = process.env.SAMPLE_OUT ?? join(REPOSITORY, 'public/samples');
const pictures = join(output, 'JPEGImages', RESOLUTION, SEQUENCE_NAME);
const annotations = join(output, 'Annotations', RESOLUTION, SEQUENCE_NAME);
const frames =
  requested.length > 0 ? requested : Array.from({ length: FRAME_COUNT }, (_, index) => index);

if (requested.length > 0 && !process.env.SAMPLE_OUT) {
  throw new Error('single frames need SAMPLE_OUT: public/samples contains complete sequences');
}
if (requested.length === 0) {
  await rm(pictures, { recursive: true, force: true });
  await rm(annotations, { recursive: true, force: true });
}
await mkdir(pictures, { recursive: true });
await mkdir(annotations, { recursive: true });
await withPage(async (page) => {
  for (const index of frames) {
    const started = performance.now();
    await drawFrame(page, index);
    console.log(`frame ${index}: ${((performance.now() - started) / 1000).toFixed(1)} s`);
  }
});
if (requested.length === 0) {
  await writeFile(join(output, 'index.json'), `${JSON.stringify(sampleIndex(), null, 2)}\n`);
}

async function drawFrame(page: Page, index: number): Promise<void> {
  const frame = await page.evaluate(
    ([at, quality]) => {
      if (!window.renderFrame) throw new Error('the page has not started');
      return window.renderFrame(at, quality);
    },
    [index, JPEG_QUALITY] as const,
  );
  await writeFile(join(pictures, fileName(index, 'jpg')), Buffer.from(frame.jpeg, 'base64'));
  const labels = new Uint8Array(Buffer.from(frame.labels, 'base64'));
  const png = encodeLabelMapPng(labels, PICTURE_SIZE);
  await writeFile(join(annotations, fileName(index, 'png')), png);
}

/** Serves the page from this folder and opens it. Errors in the page end the script. */
async function withPage(work: (page: Page) => Promise<void>): Promise<void> {
  const server = await createServer({
    root: fileURLToPath(new URL('.', import.meta.url)),
    configFile: false,
    publicDir: false,
    cacheDir: join(tmpdir(), 'maskscope-render-sample'),
    logLevel: 'error',
    server: { port: 5350, fs: { allow: [REPOSITORY] }, hmr: false },
  });
  await server.listen();
  const browser = await chromium.launch({
    executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--use-angle=swiftshader',
      '--enable-unsafe-swiftshader',
      '--ignore-gpu-blocklist',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
    ],
  });
  try {
    const page = await browser.newPage();
    page.setDefaultTimeout(180_000);
    const failed = failure(page);
    const drawn = async () => {
      await page.goto(new URL('render.html', server.resolvedUrls?.local[0]).href);
      await page.waitForFunction(() => window.renderFrame !== undefined);
      await work(page);
    };
    await Promise.race([drawn(), failed]);
  } finally {
    await browser.close();
    await server.close();
  }
}

/** Rejects when the page throws or a file cannot be loaded. Prints warnings of the page. */
function failure(page: Page): Promise<never> {
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') console.error(message.text());
  });
  return new Promise((_, reject) => {
    page.on('pageerror', reject);
    page.on('response', (response) => {
      if (!response.ok()) reject(new Error(`${response.url()}: status ${response.status()}`));
    });
  });
}

function sampleIndex(): SampleIndex {
  const names = (extension: string) => frames.map((index) => fileName(index, extension));
  return {
    sequences: [
      {
        name: SEQUENCE_NAME,
        resolution: RESOLUTION,
        frameRate: FRAME_RATE,
        size: PICTURE_SIZE,
        objectIds: [...OBJECT_IDS],
        pictures: names('jpg'),
        annotations: names('png'),
      },
    ],
  };
}

function fileName(index: number, extension: string): string {
  return `${String(index).padStart(5, '0')}.${extension}`;
}
