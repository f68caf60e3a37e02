import { z } from 'zod';
// Configures zod, and must be imported before any schema is created.
import './zodSettings.ts';

/** A component of a path; rejects `..` and separators. */
const name = z.string().regex(/^(?!\.{1,2}$)[^/\\]+$/, 'must be a plain name without slashes');

const sequence = z.object({
  name,
  /** Names of the pictures in display order, e.g. `00000.jpg`. */
  pictures: z.array(name).min(1),
  /** Names of the existing annotations, e.g. `00000.png`. */
  annotations: z.array(name),
  /** Size of the first picture, so that clients can list the sequence without fetching it. */
  size: z.object({ width: z.int().positive(), height: z.int().positive() }).optional(),
  /** Ids in the annotation of the first frame, ascending; used only together with `size`. */
  objectIds: z.array(z.int().min(1).max(254)).min(1).optional(),
  /** True if the first picture is shown turned, as its EXIF data says. */
  turned: z.boolean().optional(),
  layout: z.enum(['davis', 'youtube-vos']).default('davis'),
  /** Frame names, without extension, that an evaluation server requires; all if undefined. */
  submitted: z.array(name).optional(),
  warnings: z.array(z.string()).default([]),
});

/**
 * The `index.json` of a DAVIS layout on a web server. The files of a sequence are at
 * `JPEGImages/RESOLUTION/NAME/PICTURE` and `Annotations/RESOLUTION/NAME/ANNOTATION`.
 */
export const sequenceIndexSchema = z.object({
  /** Name of the folder between JPEGImages and the sequences; empty if there is none. */
  resolution: z.union([name, z.literal('')]).default('480p'),
  sequences: z.array(sequence.extend({ resolution: z.union([name, z.literal('')]).optional() })),
  /** Sequences that cannot be opened. */
  broken: z.array(z.object({ name: z.string(), problem: z.string() })).default([]),
  /** Why the server has no sequences, in a sentence or two for the user. */
  problem: z.string().optional(),
});

/** A parsed index. */
export type SequenceIndex = z.output<typeof sequenceIndexSchema>;

/** An index before parsing, with optional fields. */
export type SequenceIndexFile = z.input<typeof sequenceIndexSchema>;
