import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type X265Settings, x265Arguments } from '../../codec/x265.ts';
import type { FrameSize } from '../../sequence/frames.ts';

/** Seconds of the published commands with native ffmpeg. */
export interface NativeCodecTimes {
  readonly version: string;
  readonly encode: number;
  readonly decode: number;
}

/**
 * Times the experiment's encode and decode commands with the ffmpeg on the search path.
 *
 * @param pictures pattern of the sequence's pictures, e.g. `…/soapbox/%05d.jpg`
 * @returns null if there is no ffmpeg, or it lacks libx265
 */
export function timeNativeCodec(
  pictures: string,
  size: FrameSize,
  settings: X265Settings,
): NativeCodecTimes | null {
  const version = spawnSync('ffmpeg', ['-version'], { encoding: 'utf8' });
  if (version.status !== 0) return null;
  const folder = mkdtempSync(join(tmpdir(), 'maskscope-native-'));
  const [input, encoded, decoded] = ['input', 'output.mkv', 'output.yuv'].map((name) =>
    join(folder, name),
  ) as [string, string, string];
  try {
    const read = ['-i', pictures, '-pix_fmt', 'yuv420p', '-f', 'rawvideo', input];
    if (seconds(read) === null) return null;
    const encode = seconds(x265Arguments(size, settings, input, encoded));
    const decode = seconds(['-i', encoded, '-f', 'rawvideo', '-pix_fmt', 'yuv420p', decoded]);
    if (encode === null || decode === null) return null;
    return { version: version.stdout.split('\n')[0] ?? '', encode, decode };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function seconds(args: readonly string[]): number | null {
  const start = performance.now();
  const { status } = spawnSync('ffmpeg', ['-hide_banner', ...args], { stdio: 'ignore' });
  return status === 0 ? (performance.now() - start) / 1000 : null;
}
