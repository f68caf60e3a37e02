import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { x265Arguments } from '../../codec/x265.ts';
import type { FrameSize } from '../../sequence/frames.ts';
import { openTestPage } from '../../testing/testPage.ts';

const CRFS = [45, 27];
const KEYINT = 8;
/** The first round compiles. */
const ROUNDS = 3;

interface BlocksFigures {
  readonly crf: number;
  readonly pictures: number;
  /** Pictures a second whose blocks one worker reads, and gives to the page. */
  readonly picturesPerSecond: number;
  /** Pictures a second that ffmpeg.wasm decodes, with its threads. */
  readonly decodedPerSecond: number;
  /** Reading blocks relative to decoding. */
  readonly ratio: number;
}

/**
 * Times reading the blocks of x265's video in Chromium, beside decoding the same file there.
 *
 * @param pictures pattern of the sequence's pictures, e.g. `…/soapbox/%05d.jpg`
 */
export async function blocksFigures(
  pictures: string,
  size: FrameSize,
): Promise<readonly BlocksFigures[]> {
  const folder = mkdtempSync(join(tmpdir(), 'maskscope-blocks-'));
  const { page, close } = await openTestPage(
    '/src/commands/bench/blocksTestPage.ts',
    'blocksBench',
  );
  try {
    const count = readdirSync(dirname(pictures)).length;
    const input = join(folder, 'input.yuv');
    const read = ['-v', 'error', '-i', pictures, '-pix_fmt', 'yuv420p', '-f', 'rawvideo', input];
    execFileSync('ffmpeg', read);
    const figures: BlocksFigures[] = [];
    for (const crf of CRFS) {
      const video = join(folder, `crf${crf}.mkv`);
      const args = x265Arguments(size, { crf, keyint: KEYINT }, input, video);
      execFileSync('ffmpeg', ['-hide_banner', ...args], { stdio: 'ignore' });
      await page.locator('input').setInputFiles(video);
      const blocks = await page.evaluate((rounds) => window.blocksBench.readBlocks(rounds), ROUNDS);
      const decoding = await page.evaluate(
        ([of, frames, rounds]) => window.blocksBench.decode(of, frames, rounds),
        [size, count, ROUNDS] as const,
      );
      const picturesPerSecond = blocks.pictures / blocks.seconds;
      const decodedPerSecond = count / decoding;
      const ratio = picturesPerSecond / decodedPerSecond;
      figures.push({ crf, pictures: count, picturesPerSecond, decodedPerSecond, ratio });
    }
    return figures;
  } finally {
    await close();
    rmSync(folder, { recursive: true, force: true });
  }
}
