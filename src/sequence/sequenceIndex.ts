import { z } from 'zod';
// For its setting of zod, which must come before any schema is made.
import './zodSettings.ts';

/** One name in a path: nothing that leads elsewhere. */
const name = z.string().regex(/^(?!\.{1,2}$)[^/\\]+$/, 'must be a plain name without slashes');

const sequence = z.object({
  name,
  /** Names of the pictures in display order, e.g. `00000.jpg`. */
  pictures: z.array(name).min(1),
  /** Names of the annotations, e.g. `00000.png`: those that exist. */
  annotations: z.array(name),
  /** Size of the first picture, so that no client needs to fetch it for a list. */
  size: z.object({ width: z.int().positive(), height: z.int().positive() }).optional(),
  /** Ids in the first frame's annotation, ascending; used together with `size`. */
  objectIds: z.array(z.int().min(1).max(254)).min(1).optional(),
  layout: z.enum(['davis', 'youtube-vos']).default('davis'),
  /** Names of the frames, without extension, that an evaluation server asks for; all if left out. */
  submitted: z.array(name).optional(),
  warnings: z.array(z.string()).default([]),
});

/**
 * What `index.json` beside a DAVIS layout on a web server says: the files of a sequence are at
 * `JPEGImages/RESOLUTION/NAME/PICTURE` and `Annotations/RESOLUTION/NAME/ANNOTATION`.
 */
export const sequenceIndexSchema = z.object({
  /** Name of the folder between JPEGImages and the sequences; empty where there is none. */
  resolution: z.union([name, z.literal('')]).default('480p'),
  sequences: z.array(sequence.extend({ resolution: z.union([name, z.literal('')]).optional() })),
  /** Sequences that the server found unusable. */
  broken: z.array(z.object({ name: z.string(), problem: z.string() })).default([]),
  /** Why the server can offer nothing, a sentence or two for the user. */
  problem: z.string().optional(),
});

/** An index as it is read. */
export type SequenceIndex = z.output<typeof sequenceIndexSchema>;

/** An index as it is written. */
export type SequenceIndexFile = z.input<typeof sequenceIndexSchema>;
