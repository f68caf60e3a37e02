import { z } from 'zod';
import metadata from '../../../../models/aot/metadata.json';

// Zod compiles its checks with `new Function` if it can; under our Content-Security-Policy even
// the attempt is reported as a violation.
z.config({ jitless: true });

const settings = z
  .object({
    stride: z.number().int().positive(),
    longest_side: z.number().int().positive(),
    objects: z.number().int().positive(),
    interval: z.number().int().positive(),
  })
  .parse(metadata);

/** Both sides of the network's picture are a multiple of it plus 1. */
export const STRIDE = settings.stride;
/** Longer sides are scaled down to it, in pixels. */
export const LONGEST_SIDE = settings.longest_side;
/** Objects per pass. */
export const OBJECTS = settings.objects;
/** Number of frames from one memory frame to the next. */
export const INTERVAL = settings.interval;

/** Size of a frame's key, or value, at one position: three layers of 256. */
export const LAYERS = 3;
export const CHANNELS = 256;
