import { z } from 'zod';
import metadata from '../../../../models/aot/metadata.json';

// Zod compiles its checks with `new Function` where it can; under our Content-Security-Policy even
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

/** Both sides of the network's picture are a multiple of it and one more. */
export const STRIDE = settings.stride;
/** To which longer sides are scaled down, in pixels. */
export const LONGEST_SIDE = settings.longest_side;
/** Objects of a pass. */
export const OBJECTS = settings.objects;
/** Frames from one that is kept to the next. */
export const INTERVAL = settings.interval;

/** Numbers of a frame's key, or value, at one place: three layers of 256. */
export const LAYERS = 3;
export const CHANNELS = 256;
