import { spawnSync } from 'node:child_process';

/** For tests only: native ffmpeg makes the streams that they read, and says what is right. */
const encoders = spawnSync('ffmpeg', ['-hide_banner', '-encoders'], { encoding: 'utf8' });

/** True where native ffmpeg has this encoder. */
export function hasEncoder(name: string): boolean {
  return encoders.status === 0 && encoders.stdout.includes(` ${name} `);
}

/** True where it has the encoders that the tests use, and the option `-fps_mode` of ffmpeg 5.1. */
export const hasNativeFfmpeg =
  ['libx264', 'libx265', 'libvpx-vp9'].every(hasEncoder) && knowsFrameRateMode();

export const NO_NATIVE_FFMPEG = 'no ffmpeg 5.1 or newer with x264, x265 and VP9';

function knowsFrameRateMode(): boolean {
  const input = ['-v', 'error', '-f', 'lavfi', '-i', 'color=size=64x64', '-frames:v', '1'];
  const output = ['-fps_mode', 'passthrough', '-f', 'null', '-'];
  return spawnSync('ffmpeg', [...input, ...output], { stdio: 'ignore' }).status === 0;
}
