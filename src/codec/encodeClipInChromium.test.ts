import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, statSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasNativeFfmpeg } from '../testing/nativeFfmpeg.ts';
import { hasBrowser, openTestPage } from '../testing/testPage.ts';
import type { ClipRequest } from './testing/clipTestPage.ts';
import { withChromiumAndFfmpeg } from './testing/codecInChromium.ts';

const size = { width: 320, height: 182 };

/** Frames are compared by their number, whatever their rates, and with the matrix of HD video. */
const BY_NUMBER = 'settb=1/1000,setpts=N,scale=out_color_matrix=bt709:out_range=tv,format=yuv420p';

describe.skipIf(!(hasBrowser && hasNativeFfmpeg))(
  withChromiumAndFfmpeg('a clip encoded by ffmpeg.wasm'),
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'maskscope-clip-'));
    const pixels = join(folder, 'clip.rgba');
    let testPage: Awaited<ReturnType<typeof openTestPage>>;
    beforeAll(async () => {
      testPage = await openTestPage('/src/codec/testing/clipTestPage.ts', 'encodeClip');
    });
    afterAll(async () => {
      await testPage?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    /** Writes frames of a test pattern. */
    function draw(pattern: 'testsrc2' | 'smptebars', count: number): void {
      const source = ['-f', 'lavfi', '-i', `${pattern}=size=${size.width}x${size.height}`];
      const raw = ['-frames:v', String(count), '-f', 'rawvideo', '-pix_fmt', 'rgba'];
      execFileSync('ffmpeg', ['-v', 'error', '-y', ...source, ...raw, pixels]);
    }

    async function encode(request: Omit<ClipRequest, 'size'>) {
      await testPage.page.setInputFiles('input', pixels);
      return testPage.page.evaluate((given) => window.encodeClip(given), { size, ...request });
    }

    async function encoded(request: Omit<ClipRequest, 'size'>): Promise<string> {
      const { file, problem, done } = await encode(request);
      expect(problem).toBeNull();
      expect(done).toBe(request.count);
      const path = join(folder, `clip.${request.format}`);
      writeFileSync(path, Buffer.from(file ?? '', 'base64'));
      return path;
    }

    /** Mean PSNR of all planes against the pixels, dB. */
    function psnr(path: string): number {
      const raw = ['-f', 'rawvideo', '-pixel_format', 'rgba'];
      const input = [...raw, '-video_size', `${size.width}x${size.height}`, '-i', pixels];
      const compare = `[0:v]${BY_NUMBER}[a];[1:v]${BY_NUMBER}[b];[a][b]psnr`;
      const args = ['-i', path, ...input, '-lavfi', compare, '-f', 'null', '-'];
      const script = 'ffmpeg "$@" 2>&1';
      const log = execFileSync('sh', ['-c', script, 'sh', ...args], { encoding: 'utf8' });
      const average = /PSNR .*average:(\S+)/.exec(log)?.[1];
      return average === 'inf' ? Number.POSITIVE_INFINITY : Number(average);
    }

    it('as MP4 has every frame at the asked rate, as H.264 in 4:2:0', async () => {
      draw('testsrc2', 7);
      const path = await encoded({ format: 'mp4', count: 7, frameRate: 12.5 });
      expect(facts(path)).toEqual({
        codec_name: 'h264',
        ...size,
        pix_fmt: 'yuv420p',
        color_space: 'bt709',
        avg_frame_rate: '25/2',
        nb_read_frames: '7',
      });
      expect(psnr(path)).toBeGreaterThan(36);
    });

    it('as GIF has every frame, also those that are like the one before', async () => {
      for (const pattern of ['testsrc2', 'smptebars'] as const) {
        draw(pattern, 9);
        const path = await encoded({ format: 'gif', count: 9, frameRate: 25 });
        expect(facts(path)).toMatchObject({ ...size, codec_name: 'gif', nb_read_frames: '9' });
        expect(times(path)).toEqual([0, 0.04, 0.08, 0.12, 0.16, 0.2, 0.24, 0.28, 0.32]);
        expect(psnr(path)).toBeGreaterThan(36);
      }
    });

    it('is refused without all of its pixels, and if they are too many', async () => {
      draw('testsrc2', 2);
      truncateSync(pixels, statSync(pixels).size - 1);
      const { problem } = await encode({ format: 'mp4', count: 2, frameRate: 25 });
      expect(problem).toMatch(/^A clip of 2 frames of 320×182 has \d+ bytes of pixels instead of/);
      const large = await encode({ format: 'gif', count: 20_000, frameRate: 25 });
      expect(large.problem).toBe(
        'A clip of 20000 frames of 320×182 is too large for ffmpeg.wasm: 4.3 GiB of pixels, of at most 4.0 GiB. Choose fewer frames or a smaller size.',
      );
    });
  },
);

function probe(path: string, entries: string) {
  const args = ['-v', 'error', '-count_frames', '-select_streams', 'v', '-of', 'json'];
  return JSON.parse(execFileSync('ffprobe', [...args, '-show_entries', entries, path]).toString());
}

function facts(path: string) {
  const entries = 'codec_name,width,height,pix_fmt,color_space,avg_frame_rate,nb_read_frames';
  return probe(path, `stream=${entries}`).streams[0];
}

/** When each frame is shown, in seconds. */
function times(path: string): number[] {
  const { frames } = probe(path, 'frame=pts_time') as { frames: { pts_time: string }[] };
  return frames.map(({ pts_time }) => Number(pts_time));
}
