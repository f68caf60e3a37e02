import type { FrameSize } from '../../sequence/frames.ts';
import { hasNativeFfmpeg, NO_NATIVE_FFMPEG } from '../../testing/nativeFfmpeg.ts';
import { hasBrowser, openTestPage, withChromium } from '../../testing/testPage.ts';
import type { Imported, ImportRequest } from './codecTestPage.ts';

/**
 * For tests only: the real codec worker with the real ffmpeg.wasm, in a real browser, on a page that
 * holds nothing else. Files are given by their path on this machine.
 */
export interface CodecInChromium {
  importFrames(path: string, size: FrameSize, count: number): Promise<Imported>;
  importStream(path: string, size: FrameSize, count: number): Promise<Imported>;
  ingestVideo(path: string, size: FrameSize, count: number): Promise<Imported>;
  close(): Promise<void>;
}

/** The name of a group of tests that need a browser and native ffmpeg: says why they are skipped. */
export function withChromiumAndFfmpeg(name: string): string {
  if (!hasBrowser) return withChromium(name);
  return hasNativeFfmpeg ? name : `${name} (skipped: ${NO_NATIVE_FFMPEG})`;
}

/** Starts a development server and a browser; both are to be closed. */
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
    close,
  };
}
