import { spawnSync } from 'node:child_process';

// Native ffmpeg encodes test streams and decodes the expected frames.
const encoders = spawnSync('ffmpeg', ['-hide_banner', '-encoders'], { encoding: 'utf8' });

/** True when native ffmpeg has this encoder. */
export function hasEncoder(name: string): boolean {
  return encoders.status === 0 && encoders.stdout.includes(` ${name} `);
}

/** True when native ffmpeg has the encoders and the option `-fps_mode` (5.1) that tests use. */
export const hasNativeFfmpeg =
  ['libx264', 'libx265', 'libvpx-vp9'].every(hasEncoder) && hasFrameRateMode();

export const NO_NATIVE_FFMPEG = 'no ffmpeg 5.1 or newer with x264, x265 and VP9';

function hasFrameRateMode(): boolean {
  const input = ['-v', 'error', '-f', 'lavfi', '-i', 'color=size=64x64', '-frames:v', '1'];
  const output = ['-fps_mode', 'passthrough', '-f', 'null', '-'];
  return spawnSync('ffmpeg', [...input, ...output], { stdio: 'ignore' }).status === 0;
}
