import { parseArgs } from 'node:util';
import { DEFAULT_MASK_STREAM_SETTINGS, type MaskStreamSettings } from '../masks/maskStream.ts';

export const MASKS_USAGE = `npm run --silent masks -- encode PNG_DIR OUT.msk [options]
npm run --silent masks -- decode IN.msk PNG_DIR
npm run --silent masks -- info IN.msk

encode  codes the label maps of a folder (PNG, in the order of their names) as a mask stream
  --quality Q   0 to 100: what a better J is worth, doubling every 12 (default ${DEFAULT_MASK_STREAM_SETTINGS.quality})
  --bpp B       the best quality that takes at most B bits per pixel
  --lossless    every id comes back as it was
  --scale S     one coded label for S×S pixels: 1, 2, 3 or auto (default auto; lossless 1)
  --refresh N   a map that needs no other every N maps, for random access (default: the first alone)
decode  writes 00000.png, 00001.png ... with the DAVIS palette
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
    },
  });
  const [command, input, output, ...more] = positionals;
  if (more.length > 0) throw new Error(`${more[0]} is one argument too many.`);
  if (command === 'info') {
    if (!input || output) throw new Error('info takes one file.');
    return { command, input };
  }
  if (command !== 'encode' && command !== 'decode') {
    throw new Error(command ? `There is no ${command}.` : 'What is to be done?');
  }
  if (!input || !output) throw new Error(`${command} takes an input and an output.`);
  if (command === 'decode') return { command, input, output };
  return { command, input, output, ...encoderSettings(values) };
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
