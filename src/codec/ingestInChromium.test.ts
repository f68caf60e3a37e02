import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Orientation, turnedSize } from '../sequence/exifOrientation.ts';
import { hasNativeFfmpeg } from '../testing/nativeFfmpeg.ts';
import { exifData, jpegWithExif, pngChunk, pngWith } from '../testing/pictureParts.ts';
import { hasBrowser } from '../testing/testPage.ts';
import {
  type CodecInChromium,
  startCodecInChromium,
  withChromiumAndFfmpeg,
} from './testing/codecInChromium.ts';

/** Odd, so that luma and chroma planes differ in their rounding. */
const stored = { width: 71, height: 45 };

/** What ffmpeg's filters do for each orientation. */
const FILTERS: Record<Orientation, string> = {
  1: 'null',
  2: 'hflip',
  3: 'hflip,vflip',
  4: 'vflip',
  5: 'transpose=0',
  6: 'transpose=1',
  7: 'transpose=3',
  8: 'transpose=2',
};

describe.skipIf(!(hasBrowser && hasNativeFfmpeg))(
  withChromiumAndFfmpeg('pictures in Chromium'),
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'maskscope-pictures-'));
    let codec: CodecInChromium;

    function written(name: string, bytes: Uint8Array): string {
      const path = join(folder, name);
      writeFileSync(path, bytes);
      return path;
    }

    function pattern(name: string): Uint8Array {
      const path = join(folder, `plain-${name}`);
      const input = ['-f', 'lavfi', '-i', `testsrc=size=${stored.width}x${stored.height}`];
      const format = name.endsWith('.jpg') ? 'yuvj420p' : 'rgb24';
      const output = ['-frames:v', '1', '-pix_fmt', format, path];
      execFileSync('ffmpeg', ['-v', 'error', '-y', ...input, ...output]);
      return new Uint8Array(readFileSync(path));
    }

    /** The planes of a stored picture, turned by native ffmpeg. */
    function turned(planes: readonly number[], orientation: Orientation): readonly number[] {
      const raw = ['-f', 'rawvideo', '-pix_fmt', 'yuv420p'];
      const size = ['-s', `${stored.width}x${stored.height}`];
      const filters = ['-vf', FILTERS[orientation]];
      const args = ['-v', 'error', ...raw, ...size, '-i', 'pipe:', ...filters, ...raw, 'pipe:'];
      return [...execFileSync('ffmpeg', args, { input: Uint8Array.from(planes) })];
    }

    beforeAll(async () => {
      codec = await startCodecInChromium();
    });
    afterAll(async () => {
      await codec?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it.each(['a.jpg', 'a.png'])('%s is turned by every orientation', async (name) => {
      const picture = pattern(name);
      const plain = await codec.ingest(written(name, picture), stored);
      const withExif = (exif: Uint8Array) =>
        name.endsWith('.jpg')
          ? jpegWithExif(picture, exif)
          : pngWith(picture, pngChunk('eXIf', exif));
      for (const turn of [1, 2, 3, 4, 5, 6, 7, 8] as const) {
        const path = written(`${turn}-${name}`, withExif(exifData(turn)));
        const { samples } = await codec.ingest(path, turnedSize(stored, turn));
        expect(samples).toEqual(turned(plain.samples ?? [], turn));
      }
    });

    it('are decoded up to their end, whatever is behind it', async () => {
      for (const name of ['b.jpg', 'b.png']) {
        const picture = pattern(name);
        const plain = await codec.ingest(written(name, picture), stored);
        const padded = Uint8Array.from([...picture, ...new Uint8Array(4096), ...picture]);
        const behind = await codec.ingest(written(`behind-${name}`, padded), stored);
        expect(behind.sha256).toBe(plain.sha256);
      }
    });
  },
);
