import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type X265Settings, x265Arguments } from '../../codec/x265.ts';
import { Problem } from '../../problem.ts';
import { allocateFrames, type FrameSize, type Frames, frameBytes } from '../../sequence/frames.ts';

/**
 * Encodes pictures with the experiment's x265 command and decodes them, with native ffmpeg.
 *
 * @param input a video, or a pattern of pictures, e.g. `…/soapbox/%05d.jpg`
 * @param settings null for the original pictures
 * @param count number of pictures from the first on
 * @throws Problem when ffmpeg is missing or fails, or there are fewer pictures
 */
export function decodedPictures(
  input: string,
  size: FrameSize,
  settings: X265Settings | null,
  count: number,
): Frames {
  if (settings) return encodedPictures(input, size, settings, count).frames;
  return inFolder((folder) => {
    const source = join(folder, 'input');
    ffmpeg(['-i', input, '-frames:v', String(count), ...RAW, source]);
    return readFrames(source, input, size, count);
  });
}

/** Like {@link decodedPictures}, and also returns the bare HEVC stream (Annex B). */
export function encodedPictures(
  input: string,
  size: FrameSize,
  settings: X265Settings,
  count: number,
): { readonly frames: Frames; readonly stream: Uint8Array<ArrayBuffer> } {
  return inFolder((folder) => {
    const [source, encoded, bare, decoded] = [
      'input',
      'output.mkv',
      'output.hevc',
      'output.yuv',
    ].map((name) => join(folder, name)) as [string, string, string, string];
    ffmpeg(['-i', input, '-frames:v', String(count), ...RAW, source]);
    ffmpeg(x265Arguments(size, settings, source, encoded));
    ffmpeg(['-i', encoded, '-c', 'copy', bare]);
    ffmpeg(['-i', encoded, ...RAW, decoded]);
    const stream = Uint8Array.from(readFileSync(bare));
    return { frames: readFrames(decoded, input, size, count), stream };
  });
}

const RAW = ['-pix_fmt', 'yuv420p', '-f', 'rawvideo'];

function inFolder<T>(work: (folder: string) => T): T {
  const folder = mkdtempSync(join(tmpdir(), 'maskscope-pictures-'));
  try {
    return work(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function readFrames(path: string, input: string, size: FrameSize, count: number): Frames {
  const bytes = readFileSync(path);
  if (bytes.length !== count * frameBytes(size)) {
    throw new Problem(
      `${input} gave ${bytes.length} bytes for ${count} pictures of ${frameBytes(size)}.`,
      'It must have as many pictures as there are label maps, with their size.',
    );
  }
  const frames = allocateFrames(size, count);
  new Uint8Array(frames.buffer).set(bytes);
  return frames;
}

function ffmpeg(args: readonly string[]): void {
  const { status, stderr } = spawnSync('ffmpeg', ['-hide_banner', '-v', 'error', ...args], {
    encoding: 'utf8',
  });
  if (status === 0) return;
  throw new Problem(
    `ffmpeg ${args.join(' ')} failed: ${stderr ?? 'it is not on the search path'}`,
    'Install ffmpeg with libx265.',
  );
}
