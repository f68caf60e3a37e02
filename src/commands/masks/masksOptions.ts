import { parseArgs } from 'node:util';
import { DEFAULT_MASK_STREAM_SETTINGS, type MaskStreamSettings } from '../../masks/maskStream.ts';

export const MASKS_USAGE = `npm run --silent masks -- encode PNG_DIR OUT.msk [options]
npm run --silent masks -- decode IN.msk PNG_DIR
npm run --silent masks -- mux IN.mkv IN.msk OUT.mkv [--replace]
npm run --silent masks -- demux IN.mkv OUT.msk [--video OUT.mkv]
npm run --silent masks -- info IN.msk

A video that carries masks may stand wherever IN.msk is read. Videos are HEVC: .mkv, .mp4, .mov or .hevc.

encode  codes the label maps of a folder (PNG, in the order of their names) as a mask stream
  --quality Q   0 to 100: what a better J is worth, doubling every 12 (default ${DEFAULT_MASK_STREAM_SETTINGS.quality})
  --bpp B       the best quality that takes at most B bits per pixel
  --lossless    every id comes back as it was
  --scale S     one coded label for S×S pixels: 1, 2, 3 or auto (default auto; lossless 1)
  --refresh N   a map that needs no other every N maps, for random access (default: the first alone)
decode  writes 00000.png, 00001.png ... with the DAVIS palette
mux     puts a mask stream into a video, of the same kind as IN.mkv, that plays as before
  --replace     replaces masks that the video carries already
demux   takes the mask stream out
  --video FILE  writes the video without its masks too
info    prints what a stream holds, as JSON`;

export type MasksOptions =
  | {
      readonly command: 'encode';
      readonly input: string;
      readonly output: string;
      readonly settings: MaskStreamSettings;
      /** Null where the quality is given. */
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
      /** Where the video without masks is to be written; null for nowhere. */
      readonly video: string | null;
    }
  | { readonly command: 'info'; readonly input: string };

/**
 * Reads the command line.
 *
 * @throws Error with a sentence that says what is wrong
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
    throw new Error(command ? `There is no ${command}.` : 'What is to be done?');
  }
  const { files: wanted, options } = COMMANDS[command];
  const foreign = Object.keys(values).find((name) => !options.includes(name));
  if (foreign) throw new Error(`${command} has no --${foreign}.`);
  const [first, second, third] = files;
  if (files.length !== wanted.length || first === undefined) {
    throw new Error(`${command} takes ${wanted.join(' and ')}.`);
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

/** What each command takes. */
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
    throw new Error('Give one of --quality, --bpp and --lossless.');
  }
  const scales = ['auto', '1', '2', '3'];
  if (scale !== undefined && !scales.includes(scale)) {
    throw new Error(`--scale is one of ${scales.join(', ')}, not ${scale}.`);
  }
  if (lossless && scale !== undefined && scale !== '1') {
    throw new Error('--lossless codes every pixel: it has no --scale.');
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
  if (!Number.isInteger(settings.refresh)) throw new Error('--refresh is a whole number of maps.');
  return { settings, targetBpp };
}

function numberIn(option: string, text: string, least: number, most: number): number {
  const value = Number(text);
  if (text.trim() === '' || !(value >= least && value <= most)) {
    throw new Error(`${option} is a number from ${least} to ${most}, not ${text}.`);
  }
  return value;
}
