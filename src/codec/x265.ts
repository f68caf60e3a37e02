import { Problem } from '../problem.ts';
import type { FrameSize } from '../sequence/frames.ts';

/** The two settings of the published x265 command that the experiment varies. */
export interface X265Settings {
  /** Constant rate factor, integer 0 (best) to 51 (smallest). */
  readonly crf: number;
  /** Largest distance between key frames, in frames, 1 to 250; the experiment uses 8. */
  readonly keyint: number;
}

export const CRF_RANGE = { min: 0, max: 51, default: 45 } as const;
export const KEYINT_RANGE = { min: 1, max: 250, default: 8 } as const;

/**
 * Arguments of the experiment's x265 command, exactly as published:
 * `ffmpeg -f rawvideo -video_size WxH -i input -c:v libx265 -preset veryfast -tune zerolatency
 * -x265-params "crf=Q:keyint=8:verbose=1" output.mkv -y`.
 * (x265 warns about the unknown option `verbose=1` and ignores it; it is kept as published.)
 *
 * @param size coded size, with even sides (4:2:0)
 */
export function x265Arguments(
  size: FrameSize,
  { crf, keyint }: X265Settings,
  input = 'input',
  output = 'output.mkv',
): string[] {
  return [
    '-f',
    'rawvideo',
    '-video_size',
    `${size.width}x${size.height}`,
    '-i',
    input,
    '-c:v',
    'libx265',
    '-preset',
    'veryfast',
    '-tune',
    'zerolatency',
    '-x265-params',
    `crf=${crf}:keyint=${keyint}:verbose=1`,
    output,
    '-y',
  ];
}

/** The same command as one line that can be pasted into a shell. */
export function x265CommandLine(size: FrameSize, settings: X265Settings): string {
  const quoted = x265Arguments(size, settings).map((argument) =>
    argument.startsWith('crf=') ? `"${argument}"` : argument,
  );
  return ['ffmpeg', ...quoted].join(' ');
}

/**
 * The CRF in x265's message about itself in a stream, `x265 (build 199) - … rc=crf crf=45.0 …`.
 *
 * @returns null if the text is not x265's (the CRF of x264 has a different scale), or if x265 used
 *   another rate control
 */
export function crfInText(encoderText: string): number | null {
  if (!encoderText.startsWith('x265 ')) return null;
  const match = /\brc=crf crf=(\d+(?:\.\d+)?)/.exec(encoderText);
  return match?.[1] === undefined ? null : Number(match[1]);
}

/** @throws Problem if a setting is not an integer in its range */
export function checkX265Settings({ crf, keyint }: X265Settings): void {
  checkInteger('CRF', crf, CRF_RANGE);
  checkInteger('The key frame distance', keyint, KEYINT_RANGE);
}

function checkInteger(name: string, value: number, { min, max }: { min: number; max: number }) {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new Problem(`${name} cannot be ${value}.`, `Choose a whole number from ${min} to ${max}.`);
}
