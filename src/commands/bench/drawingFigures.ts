import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser, Page } from '@playwright/test';
import { COMMAND_PAGE } from '../browser/findBrowser.ts';

/** A window in which each of four pictures has 861×484 pixels: DAVIS' 854×480, with a margin. */
const WINDOW = { width: 2090, height: 1360 };

const SEQUENCE = 'reef-crossing';
const SAMPLES = 'public/samples/JPEGImages/480p';
const FRAMES = 60;

/** Looks to measure, as parts of an address. */
const LOOKS = {
  plain: '&layer=plain',
  'masks with outlines': '',
  'errors with outlines': '&layer=errors',
} as const;

interface DrawingFigures {
  /** Frames a second with four columns at full size, and bytes uploaded for each frame. */
  readonly columns: Readonly<
    Record<string, { readonly framesPerSecond: number; readonly bytesPerFrame: number }>
  >;
  /** Frames a second that four videos of the same pictures show in the same places. */
  readonly videos: { readonly framesPerSecond: number };
  /** Of errors with outlines to the videos. */
  readonly ratio: number;
}

/** Measures how fast pictures are drawn, on the recorded run, beside four bare videos. */
export async function drawingFigures(browser: Browser, url: string): Promise<DrawingFigures> {
  const page = await browser.newPage({ ...COMMAND_PAGE, viewport: WINDOW });
  try {
    const columns: Record<string, { framesPerSecond: number; bytesPerFrame: number }> = {};
    for (const [look, view] of Object.entries(LOOKS)) {
      await page.goto(`${url}?seq=${SEQUENCE}&ep=wasm&frame=0${view}`);
      await page.waitForFunction(areRecorded, null, { timeout: 0 });
      // The first round uploads what stays on the GPU.
      await page.evaluate((count) => window.maskscope?.measureDrawing(count), 2);
      const figures = await page.evaluate(
        (count) => window.maskscope?.measureDrawing(count),
        FRAMES,
      );
      if (!figures) throw new Error('the page has no automation API');
      columns[look] = figures;
    }
    const videos = { framesPerSecond: await videoRate(page) };
    const errors = columns['errors with outlines']?.framesPerSecond ?? Number.NaN;
    return { columns, videos, ratio: errors / videos.framesPerSecond };
  } finally {
    await page.close();
  }
}

function areRecorded(): boolean {
  const columns = window.maskscope?.columns() ?? [];
  return columns.length > 0 && columns.every(({ recorded, complete }) => recorded && complete);
}

/** Frames a second of four videos that are played as fast as a browser plays: 16 times 24. */
async function videoRate(page: Page): Promise<number> {
  const video = encodeVideo().toString('base64');
  await page.goto('about:blank');
  await page.setContent(
    `<body style="margin:0;display:grid;grid-template-columns:861px 861px">${'<video muted style="width:861px"></video>'.repeat(4)}`,
  );
  return page.evaluate(async (data) => {
    const videos = [...document.querySelectorAll('video')];
    for (const element of videos) {
      element.src = `data:video/webm;base64,${data}`;
      element.loop = true;
      await element.play();
      element.playbackRate = 16;
    }
    // No named functions here: the compiler of commands adds a helper to them that pages lack.
    const before = videos.map((element) => element.getVideoPlaybackQuality());
    const start = performance.now();
    await new Promise((resolve) => setTimeout(resolve, 8000));
    const seconds = (performance.now() - start) / 1000;
    const after = videos.map((element) => element.getVideoPlaybackQuality());
    const shown = after.map(
      ({ totalVideoFrames, droppedVideoFrames }, index) =>
        totalVideoFrames -
        droppedVideoFrames -
        ((before[index]?.totalVideoFrames ?? 0) - (before[index]?.droppedVideoFrames ?? 0)),
    );
    return Math.min(...shown) / seconds;
  }, video);
}

function encodeVideo(): Buffer {
  const folder = mkdtempSync(join(tmpdir(), 'maskscope-bench-'));
  try {
    const file = join(folder, 'pictures.webm');
    execFileSync('ffmpeg', [
      ...['-v', 'error', '-framerate', '24', '-i', `${SAMPLES}/${SEQUENCE}/%05d.jpg`],
      ...['-c:v', 'libvpx', '-b:v', '4M', '-pix_fmt', 'yuv420p', file],
    ]);
    return readFileSync(file);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
