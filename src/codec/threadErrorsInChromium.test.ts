import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasNativeFfmpeg } from '../testing/nativeFfmpeg.ts';
import { hasBrowser } from '../testing/testPage.ts';
import {
  type CodecInChromium,
  startCodecInChromium,
  withChromiumAndFfmpeg,
} from './testing/codecInChromium.ts';

const size = { width: 64, height: 48 };

/** Where a thread loads ffmpeg, in the script as a string. */
const LOAD = 'e.data.cmd===\\"load\\"){';

describe.skipIf(!(hasBrowser && hasNativeFfmpeg))(
  withChromiumAndFfmpeg('an error in one of ffmpeg’s threads'),
  () => {
    const folder = mkdtempSync(join(tmpdir(), 'maskscope-threads-'));
    const video = join(folder, 'a.mp4');
    let codec: CodecInChromium;
    beforeAll(async () => {
      const pattern = `testsrc2=size=${size.width}x${size.height}`;
      const input = ['-v', 'error', '-f', 'lavfi', '-i', pattern, '-frames:v', '3'];
      execFileSync('ffmpeg', [...input, '-pix_fmt', 'yuv420p', video]);
      codec = await startCodecInChromium();
      // The dev server gives the script of the threads as a string.
      await codec.page.route(/ffmpeg-core\.worker\.js.*raw/, async (route) => {
        const response = await route.fetch();
        const script = await response.text();
        expect(script).toContain(LOAD);
        const body = script.replace(LOAD, `${LOAD}throw new Error('made-up fault');`);
        await route.fulfill({ response, body });
      });
    });
    afterAll(async () => {
      await codec?.close();
      rmSync(folder, { recursive: true, force: true });
    });

    it('fails the call with its text, which is not that of an event', async () => {
      await expect(codec.ingestVideo(video, size, 3)).rejects.toThrow(
        /ffmpeg could not be loaded \(.*a thread of ffmpeg failed: .*made-up fault/,
      );
    });
  },
);
