import type { Page } from '@playwright/test';
import type { FrameSize } from '../../sequence/frames.ts';
import { hasNativeFfmpeg, NO_NATIVE_FFMPEG } from '../../testing/nativeFfmpeg.ts';
import { hasBrowser, openTestPage, withChromium } from '../../testing/testPage.ts';
import type { Imported, ImportRequest } from './codecTestPage.ts';

/**
 * The real codec worker with the real ffmpeg.wasm in Chromium, on an otherwise empty page. Files
 * are given by their path on this machine.
 */
export interface CodecInChromium {
  importFrames(path: string, size: FrameSize, count: number): Promise<Imported>;
  importStream(path: string, size: FrameSize, count: number): Promise<Imported>;
  ingestVideo(path: string, size: FrameSize, count: number): Promise<Imported>;
  /** Decodes one JPEG or PNG. */
  ingest(path: string, size: FrameSize): Promise<Imported>;
  /** The page that the codec runs on. */
  readonly page: Page;
  close(): Promise<void>;
}

/** Name of a test group that needs Chromium and native ffmpeg, with the reason if it is skipped. */
export function withChromiumAndFfmpeg(name: string): string {
  if (!hasBrowser) return withChromium(name);
  return hasNativeFfmpeg ? name : `${name} (skipped: ${NO_NATIVE_FFMPEG})`;
}

/** Starts a dev server and a browser; `close` stops both. */
export async function startCodecInChromium(): Promise<CodecInChromium> {
  const { page, close } = await openTestPage('/src/codec/testing/codecTestPage.ts', 'callCodec');

  async function call(
    method: ImportRequest['method'],
    path: string,
    size: FrameSize,
    count: number,
  ) {
    await page.setInputFiles('input', path);
    return page.evaluate((request) => window.callCodec(request), { method, size, count });
  }
  return {
    importFrames: (path, size, count) => call('importFrames', path, size, count),
    importStream: (path, size, count) => call('importStream', path, size, count),
    ingestVideo: (path, size, count) => call('ingestVideo', path, size, count),
    ingest: (path, size) => call('ingest', path, size, 1),
    page,
    close,
  };
}
