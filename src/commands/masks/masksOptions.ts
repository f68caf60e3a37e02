import { parseArgs } from 'node:util';
import { DEFAULT_MASK_STREAM_SETTINGS, type MaskStreamSettings } from '../../masks/maskStream.ts';

export const MASKS_USAGE = `npm run --silent masks -- encode PNG_DIR OUT.msk [options]
npm run --silent masks -- decode IN.msk PNG_DIR
npm run --silent masks -- mux IN.mkv IN.msk OUT.mkv [--replace]
npm run --silent masks -- demux IN.mkv OUT.msk [--video OUT.mkv]
npm run --silent masks -- info IN.msk

IN.msk can also be a video that carries masks. Videos are HEVC: .mkv, .mp4, .mov or .hevc.

encode  encodes the label maps of a folder (PNG, in the order of their names) as a mask stream
  --quality Q   0 to 100: the weight of J against bits, doubles every 12 steps (default ${DEFAULT_MASK_STREAM_SETTINGS.quality})
  --bpp B       the highest quality that takes at most B bits per pixel
  --lossless    reproduces all ids exactly
  --scale S     one coded label per S×S pixels: 1, 2, 3 or auto (default auto; lossless 1)
  --refresh N   a map that does not depend on others every N maps, for random access
                (default: only the first)
decode  decodes a mask stream to 00000.png, 00001.png ... with the DAVIS palette
mux     adds a mask stream to a video; OUT.mkv has the format of IN.mkv and plays like it
  --replace     replaces masks that the video already carries
demux   extracts the mask stream
  --video FILE  also writes the video without its masks
info    prints a description of the stream as JSON`;

export type MasksOptions =
  | {
      readonly command: 'encode';
      readonly input: string;
      readonly output: string;
      readonly settings: MaskStreamSettings;
      /** Bits per pixel; null if a quality is chosen. */
      readonly targetBpp: number | null;
    }
  | { readonly command: 'decode'; readonly input: string; readonly output: string }
  | {
      readonly command: 'mux';
      readonly video: string;
      readonly input: string;
      readonly output: string;
      readonly replace: boolean;
    }
  | {
      readonly command: 'demux';
      readonly input: string;
      readonly output: string;
      /** Output path of the video without masks; null to write none. */
      readonly video: string | null;
    }
  | { readonly command: 'info'; readonly input: string };

/**
 * Parses the command line.
 *
 * @throws Error that describes what is wrong
 */
export function parseMasksOptions(args: readonly string[]): MasksOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      quality: { type: 'string' },
      bpp: { type: 'string' },
      lossless: { type: 'boolean' },
      scale: { type: 'string' },
      refresh: { type: 'string' },
      replace: { type: 'boolean' },
      video: { type: 'string' },
    },
  });
  const [command, ...files] = positionals;
  if (!isCommand(command)) {
    throw new Error(
      command
        ? `There is no command ${command}.`
        : `The command is missing: ${Object.keys(COMMANDS).join(', ')}.`,
    );
  }
  const { files: required, options } = COMMANDS[command];
  const unknown = Object.keys(values).find((name) => !options.includes(name));
  if (unknown) throw new Error(`${command} has no option --${unknown}.`);
  const [first, second, third] = files;
  if (files.length !== required.length || first === undefined) {
    throw new Error(`${command} requires these arguments: ${required.join(', ')}.`);
  }
  if (command === 'info') return { command, input: first };
  if (second === undefined) throw new RangeError('every other command takes two files or more');
  const two = { input: first, output: second };
  if (command === 'encode') return { command, ...two, ...encoderSettings(values) };
  if (command === 'decode') return { command, ...two };
  if (command === 'demux') return { command, ...two, video: values.video ?? null };
  const replace = values.replace === true;
  return { command, video: first, input: second, output: third ?? '', replace };
}

/** Arguments and options of each command. */
const COMMANDS: Record<
  MasksOptions['command'],
  { readonly files: readonly string[]; readonly options: readonly string[] }
> = {
  encode: {
    files: ['a folder', 'the file to write'],
    options: ['quality', 'bpp', 'lossless', 'scale', 'refresh'],
  },
  decode: { files: ['a file', 'the folder to write'], options: [] },
  mux: { files: ['a video', 'a mask stream', 'the video to write'], options: ['replace'] },
  demux: { files: ['a video', 'the file to write'], options: ['video'] },
  info: { files: ['one file'], options: [] },
};

function isCommand(command: string | undefined): command is MasksOptions['command'] {
  return command !== undefined && Object.hasOwn(COMMANDS, command);
}

interface EncoderValues {
  readonly quality?: string | undefined;
  readonly bpp?: string | undefined;
  readonly lossless?: boolean | undefined;
  readonly scale?: string | undefined;
  readonly refresh?: string | undefined;
}

function encoderSettings({ quality, bpp, lossless, scale, refresh }: EncoderValues) {
  if ([quality, bpp, lossless].filter((value) => value !== undefined).length > 1) {
    throw new Error('Choose only one of --quality, --bpp and --lossless.');
  }
  const scales = ['auto', '1', '2', '3'];
  if (scale !== undefined && !scales.includes(scale)) {
    throw new Error(`--scale must be one of ${scales.join(', ')}, not ${scale}.`);
  }
  if (lossless && scale !== undefined && scale !== '1') {
    throw new Error('--lossless codes every pixel and cannot be combined with --scale.');
  }
  const targetBpp = bpp === undefined ? null : numberIn('--bpp', bpp, 1e-6, 8);
  const defaults = DEFAULT_MASK_STREAM_SETTINGS;
  const settings: MaskStreamSettings = {
    quality: lossless
      ? 'lossless'
      : quality === undefined
        ? defaults.quality
        : numberIn('--quality', quality, 0, 100),
    scale: scale === undefined || scale === 'auto' ? 'auto' : (Number(scale) as 1 | 2 | 3),
    refresh: refresh === undefined ? defaults.refresh : numberIn('--refresh', refresh, 0, 1e6),
  };
  if (!Number.isInteger(settings.refresh))
    throw new Error('--refresh must be a whole number of maps.');
  return { settings, targetBpp };
}

function numberIn(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most)) {
    throw new Error(`${option} must be a number from ${least} to ${most}, not ${text}.`);
  }
  return value;
}
