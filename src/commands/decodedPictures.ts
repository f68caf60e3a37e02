import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type X265Settings, x265Arguments } from '../codec/x265.ts';
import { Problem } from '../problem.ts';
import { allocateFrames, type FrameSize, type Frames, frameBytes } from '../sequence/frames.ts';

/**
 * Pictures as native ffmpeg gives them back after the experiment's x265 command.
 *
 * @param input a video, or a pattern of pictures, e.g. `…/soapbox/%05d.jpg`
 * @param settings null for the pictures as they are
 * @param count how many from the first on
 * @throws Problem when ffmpeg is missing, fails or gives fewer pictures
 */
export function decodedPictures(
  input: string,
  size: FrameSize,
  settings: X265Settings | null,
  count: number,
): Frames {
  const folder = mkdtempSync(join(tmpdir(), 'maskscope-pictures-'));
  const [source, encoded, decoded] = ['input', 'output.mkv', 'output.yuv'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  const raw = ['-pix_fmt', 'yuv420p', '-f', 'rawvideo'];
  try {
    ffmpeg(['-i', input, '-frames:v', String(count), ...raw, source]);
    if (settings) {
      ffmpeg(x265Arguments(size, settings, source, encoded));
      ffmpeg(['-i', encoded, ...raw, decoded]);
    }
    const bytes = readFileSync(settings ? decoded : source);
    if (bytes.length !== count * frameBytes(size)) {
      throw new Problem(
        `${input} gave ${bytes.length} bytes for ${count} pictures of ${frameBytes(size)}.`,
        'It must have as many pictures as there are label maps, of their size.',
      );
    }
    const frames = allocateFrames(size, count);
    new Uint8Array(frames.buffer).set(bytes);
    return frames;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function ffmpeg(args: readonly string[]): void {
  const { status, stderr } = spawnSync('ffmpeg', ['-hide_banner', '-v', 'error', ...args], {
    encoding: 'utf8',
  });
  if (status === 0) return;
  throw new Problem(
    `ffmpeg ${args.join(' ')} failed: ${stderr ?? 'there is none on the search path'}`,
    'Install ffmpeg with libx265.',
  );
}
