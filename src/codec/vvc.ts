import { Problem } from '../problem.ts';
import { type FrameSize, formatSize } from '../sequence/frames.ts';
import { evenSize } from './padding.ts';

/** Parameters of the published VVC commands. */
export interface VvcSettings {
  /** Quantization parameter, integer 0 (best) to 63 (smallest). */
  readonly qp: number;
  /** Frames per second, 25 in the published command. It does not change the bits at a fixed QP. */
  readonly frameRate: number;
}

export const QP_RANGE = { min: 0, max: 63, default: 32 } as const;
const VVC_FRAME_RATE = { min: 1, max: 240, default: 25 } as const;

/** Files that the commands read and write, in the working directory. */
export const VVC_FILES = {
  input: 'input.yuv',
  bitstream: 'output.266',
  output: 'output.yuv',
} as const;

/** The VVC commands of the experiment for one sequence. */
export interface VvcCommands {
  /** The commands as printed in the paper, with this sequence's size, frame rate and QP. */
  readonly published: { readonly encode: string; readonly decode: string };
  /** The same settings as VVenC and VVdeC accept them. */
  readonly encode: string;
  readonly decode: string;
  /** Differences from the published commands, one sentence each. */
  readonly differences: readonly string[];
  /** Size in the `.yuv` file and in the command; even, because vvencFFapp refuses odd sides. */
  readonly size: FrameSize;
}

/**
 * Returns the published commands, `vvencFFapp -c cfg/experimental/lowdelay-faster.cfg -InputFile
 * input.yuv -s WxH -fr 25 -QP Q -BitstreamFile B` and `vvdecapp -b B -o output.yuv`, and the same
 * commands in a form that runs.
 *
 * Tested with VVenC 1.15.0-dev (0a41b119) and VVdeC (e493ce51). As printed, the encoder stops with
 * "Failed to open config file" and "Unknown option `InputFile'": no release has a file of the
 * printed name, and typesetting has probably turned two hyphens into one dash. Input has 8 bits by
 * default (`--InputBitDepth 8`). The encoder pads to multiples of 8 by itself and crops again, but
 * requires even sides. The configuration codes 10 bits internally, so vvdecapp writes 10 bits in
 * 16-bit little endian, which `importFrames` reads.
 *
 * @param size size of the sequence's pictures
 * @throws Problem if the QP or the frame rate is out of range
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
      'Long options need two hyphens (--InputFile, --QP, --BitstreamFile); vvencFFapp rejects them with one.',
      ...(rate.difference ? [rate.difference] : []),
      ...(odd
        ? [
            `4:2:0 needs even sides: ${input} has ${formatSize(coded)}, with the last column or row repeated; the import crops it again.`,
          ]
        : []),
    ],
    size: coded,
  };
}

/** vvencFFapp takes a fraction of two integers, and only the usual fractional rates. */
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
  // NTSC rates: 23.976, 29.97, 59.94.
  const ntsc = Math.round(rate * 1.001);
  if (Math.abs(rate * 1.001 - ntsc) < 0.01) {
    return { options: `-fr ${ntsc * 1000} --FrameScale 1001`, difference: null };
  }
  return {
    options: `-fr ${whole}`,
    difference: `The frame rate ${rate} is rounded to ${whole}, which does not change the bits at a fixed QP.`,
  };
}

function checkInteger(name: string, value: number, { min, max }: { min: number; max: number }) {
  if (Number.isInteger(value) && value >= min && value <= max) return;
  throw new Problem(`${name} cannot be ${value}.`, `Choose a whole number from ${min} to ${max}.`);
}
