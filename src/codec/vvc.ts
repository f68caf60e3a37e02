import { Problem } from '../problem.ts';
import { type FrameSize, formatSize } from '../sequence/frames.ts';
import { evenSize } from './padding.ts';

/** What the published VVC commands vary. */
export interface VvcSettings {
  /** Quantization parameter, integer 0 (best) to 63 (smallest). */
  readonly qp: number;
  /** Pictures a second; the published command says 25. At a fixed QP it changes no bits. */
  readonly frameRate: number;
}

export const QP_RANGE = { min: 0, max: 63, default: 32 } as const;
const VVC_FRAME_RATE = { min: 1, max: 240, default: 25 } as const;

/** Names of the files that the commands read and write, in the folder that they are run in. */
export const VVC_FILES = {
  input: 'input.yuv',
  bitstream: 'output.266',
  output: 'output.yuv',
} as const;

/** The commands of the experiment's VVC peer for one sequence. */
export interface VvcCommands {
  /** What the paper prints, with this sequence's size, frame rate and QP. */
  readonly published: { readonly encode: string; readonly decode: string };
  /** The same settings as VVenC and VVdeC accept them. */
  readonly encode: string;
  readonly decode: string;
  /** How the two differ, a sentence each. */
  readonly differences: readonly string[];
  /** Size that the `.yuv` file and the command have: vvencFFapp refuses odd sides. */
  readonly size: FrameSize;
}

/**
 * The published commands, `vvencFFapp -c cfg/experimental/lowdelay-faster.cfg -InputFile input.yuv
 * -s WxH -fr 25 -QP Q -BitstreamFile B` and `vvdecapp -b B -o output.yuv`, and how they run.
 *
 * Tried with VVenC 1.15.0-dev (0a41b119) and VVdeC (e493ce51): as printed, the encoder stops with
 * "Failed to open config file" and "Unknown option `InputFile'", probably since print has turned two
 * hyphens into one dash; no release has had the file under the printed name. Input of 8 bit is its
 * default (`--InputBitDepth 8`); it pads to multiples of 8 by itself and crops again, but needs even
 * sides. The configuration codes 10 bit inside, so vvdecapp writes 10 bit in 16-bit little endian,
 * which `importFrames` reads.
 *
 * @param size the sequence's pictures
 * @throws Problem when QP or frame rate is out of range
 */
export function vvcCommands(size: FrameSize, { qp, frameRate }: VvcSettings): VvcCommands {
  checkInteger('QP', qp, QP_RANGE);
  const rate = frameRateOptions(frameRate);
  const coded = evenSize(size);
  const dimensions = `${coded.width}x${coded.height}`;
  const { input, bitstream, output } = VVC_FILES;
  const decode = `vvdecapp -b ${bitstream} -o ${output}`;
  const odd = coded.width !== size.width || coded.height !== size.height;
  return {
    published: {
      encode: `vvencFFapp -c cfg/experimental/lowdelay-faster.cfg -InputFile ${input} -s ${dimensions} ${rate.options} -QP ${qp} -BitstreamFile ${bitstream}`,
      decode,
    },
    encode: `vvencFFapp -c cfg/experimental/lowdelay_faster.cfg --InputFile ${input} -s ${dimensions} ${rate.options} --QP ${qp} --BitstreamFile ${bitstream}`,
    decode,
    differences: [
      'VVenC’s configuration is named lowdelay_faster.cfg, with an underscore; the published command has a hyphen.',
      'Long options take two hyphens (--InputFile, --QP, --BitstreamFile); with one, vvencFFapp does not know them.',
      ...(rate.difference ? [rate.difference] : []),
      ...(odd
        ? [
            `4:2:0 needs even sides: ${input} has ${formatSize(coded)}, the last column or row repeated; the import cuts it off again.`,
          ]
        : []),
    ],
    size: coded,
  };
}

/** vvencFFapp takes a fraction of two whole numbers, and of broken rates the usual ones only. */
function frameRateOptions(rate: number): { options: string; difference: string | null } {
  const { min, max } = VVC_FRAME_RATE;
  if (!(rate >= min && rate <= max)) {
    throw new Problem(
      `The frame rate cannot be ${rate}.`,
      `Choose a number from ${min} to ${max}.`,
    );
  }
  const whole = Math.round(rate);
  if (Math.abs(rate - whole) < 0.001) return { options: `-fr ${whole}`, difference: null };
  // 23.976, 29.97, 59.94: those of NTSC television.
  const television = Math.round(rate * 1.001);
  if (Math.abs(rate * 1.001 - television) < 0.01) {
    return { options: `-fr ${television * 1000} --FrameScale 1001`, difference: null };
  }
  return {
    options: `-fr ${whole}`,
    difference: `The frame rate ${rate} is rounded to ${whole}, which changes no bits at a fixed QP.`,
  };
}

function checkInteger(name: string, value: number, { min, max }: { min: number; max: number }) {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new Problem(`${name} cannot be ${value}.`, `Choose a whole number from ${min} to ${max}.`);
}
