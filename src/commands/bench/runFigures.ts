import type { PictureSet, StorageFigures } from '../../experiment/testing/runStorageTestPage.ts';
import { hasBrowser, openTestPage } from '../../testing/testPage.ts';

const SETS: readonly PictureSet[] = ['original', 'x265', 'ours'];

/** VP9's quantizers to compare; 0 loses nothing. */
const QUANTIZERS = [0, 20, 32, 40, 48, 56];

/** Encoders of ffmpeg.wasm. */
const ENCODERS = [
  ['-c:v', 'libvpx-vp9', '-crf', '10', '-b:v', '0', '-deadline', 'realtime', '-threads', '1'],
  ['-c:v', 'libx264', '-qp', '0', '-preset', 'veryfast', '-threads', '1'],
  ['-c:v', 'libx264', '-crf', '10', '-preset', 'veryfast', '-threads', '1'],
];

/**
 * Ways to store the pictures and maps of a run of the built-in sequence, in Chromium: bytes,
 * seconds and what they lose, or why a way fails; and the whole run file, written and opened.
 *
 * @returns null if there is no browser
 */
export async function runFigures() {
  if (!hasBrowser) return null;
  const { page, close } = await openTestPage(
    '/src/experiment/testing/runStorageTestPage.ts',
    'runStorage',
  );
  try {
    const frames = await page.evaluate(() => window.runStorage.prepare());
    const pictures: Record<string, StorageFigures | string> = {};
    for (const set of SETS) {
      for (const quantizer of QUANTIZERS) {
        pictures[`${set}, VP9 at quantizer ${quantizer}`] = await page.evaluate(
          ([of, q]) => window.runStorage.vp9(of, q),
          [set, quantizer] as const,
        );
      }
      pictures[`${set}, gzip`] = await page.evaluate((of) => window.runStorage.gzip(of), set);
      for (const encoder of ENCODERS) {
        pictures[`${set}, ffmpeg.wasm ${encoder.join(' ')}`] = await page
          .evaluate(([of, options]) => window.runStorage.ffmpeg(of, options), [
            set,
            encoder,
          ] as const)
          .catch((error: Error) => error.message);
      }
    }
    pictures['x265, its own video'] = await page.evaluate(() => window.runStorage.x265Video());
    return {
      frames,
      pictures,
      maps: {
        maskStream: await page.evaluate(() => window.runStorage.maps('mask stream')),
        gzip: await page.evaluate(() => window.runStorage.maps('gzip')),
      },
      file: await page.evaluate(() => window.runStorage.wholeRun()),
    };
  } finally {
    await close();
  }
}
