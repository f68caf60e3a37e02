import { z } from 'zod';
import metadata from '../../../../models/stcn/metadata.json';

// Zod compiles its checks with `new Function` if it can; under our Content-Security-Policy even
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
/** The short side of larger pictures is scaled to it, in pixels. */
export const SHORT_SIDE = settings.short_side;
/** Colour of the padding, RGB, 0..1, which becomes 0 when it is normalised. */
export const MEAN = settings.mean;
/** Number of frames from one memory frame to the next. */
export const INTERVAL = settings.interval;

/** Channels of a key, and of an object's value, at one position. */
export const KEY_CHANNELS = 64;
export const VALUE_CHANNELS = 512;
/** Pixels from one position to the next. */
export const STRIDE = 16;
/** Channels of the decoder's finest layer, at stride 4: its largest buffer. */
export const FINEST_CHANNELS = 256;
