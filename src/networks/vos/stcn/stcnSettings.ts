import { z } from 'zod';
import metadata from '../../../../models/stcn/metadata.json';

// Zod compiles its checks with `new Function` where it can; under our Content-Security-Policy even
// the attempt is reported as a violation.
z.config({ jitless: true });

const settings = z
  .object({
    multiple: z.number().int().positive(),
    short_side: z.number().int().positive(),
    mean: z.tuple([z.number(), z.number(), z.number()]),
    interval: z.number().int().positive(),
  })
  .parse(metadata);

/** Both sides of the network's picture are multiples of it. */
export const MULTIPLE = settings.multiple;
/** What larger pictures' short side is scaled to. */
export const SHORT_SIDE = settings.short_side;
/** Colour of the padding, RGB, 0..1: 0 once it is normalised. */
export const MEAN = settings.mean;
/** Frames from one that is remembered to the next. */
export const INTERVAL = settings.interval;

/** Channels of a key and of an object's value at a place; pixels from one place to the next. */
export const KEY_CHANNELS = 64;
export const VALUE_CHANNELS = 512;
export const STRIDE = 16;
/** Channels of the decoder's finest layer, at a quarter of the picture's sides: its largest buffer. */
export const FINEST_CHANNELS = 256;
