import { z } from 'zod';
import { columnSpecSchema } from '../../results/columnSpecSchema.ts';
import { resultJson, sequenceResultSchema } from '../../results/resultSchema.ts';

// The format is described in docs/run-file.md.

/** Name of the manifest in a run file. */
export const MANIFEST_NAME = 'manifest.json';

/** The first property of every manifest, by which other archives are told apart. */
export const RUN_FORMAT = 'maskscope-run';

/** The version of run files that this version of Maskscope writes, and the newest that it reads. */
export const RUN_VERSION = 1;

/** What stays the same in all versions. */
export const manifestHeadSchema = z.object({
  format: z.literal(RUN_FORMAT),
  version: z.int().positive(),
});

const size = z.object({ width: z.int().positive(), height: z.int().positive() });

const seconds = z.number().nonnegative();

const packets = z.array(z.object({ bytes: z.int().nonnegative(), key: z.boolean() }));

const provider = z.enum(['webgpu', 'wasm']);

/** `resultJson` writes infinity as text, and NaN as null. */
const decibels = z
  .union([z.number(), z.literal('Infinity').transform(() => Infinity)])
  .nullable()
  .transform((value) => value ?? Number.NaN);

const figure = z
  .number()
  .nullable()
  .transform((value) => value ?? Number.NaN);

const area = z.object({ psnrY: decibels, ssimY: figure }).nullable();

const score = z.object({ J: z.array(z.number()), F: z.array(z.number()) });

const quality = z.object({
  psnrY: decibels,
  psnr: decibels,
  ssimY: figure,
  inside: area,
  outside: area,
});

/** An index into one of the manifest's lists. */
const index = z.int().nonnegative();

const column = z.object({
  spec: columnSpecSchema,
  title: z.string().nullable(),
  crf: z.number().nullable(),
  rateReached: z.boolean(),
  pictures: index.nullable(),
  decoded: index.nullable(),
  maps: index.nullable(),
  scores: z.array(score.nullable()),
  quality: z.array(quality.nullable()),
  decodedQuality: z.array(quality.nullable()),
  seconds: z.object({
    encode: seconds,
    decode: seconds,
    enhance: seconds,
    vos: seconds,
    maskEncode: seconds,
    maskDecode: seconds,
    maskRefine: seconds,
  }),
  notes: z.array(z.string()),
  provider: provider.nullable(),
  video: index.nullable(),
  imported: z
    .object({
      bytes: z.int().nonnegative().nullable(),
      packets: packets.nullable(),
      note: z.string().nullable(),
    })
    .nullable(),
  masks: index.nullable(),
});

const pictureFile = z.object({
  file: z.string(),
  coding: z.enum(['vp9', 'raw']),
  /** PSNR against the computed pictures, dB; null if they are the same to the bit. */
  fidelity: z.object({ psnrY: z.number(), worstPsnrY: z.number() }).nullable(),
});

const videoFile = z.object({
  file: z.string(),
  title: z.string(),
  codec: z.string(),
  size,
  codedSize: size,
  packets,
  headerBytes: z.int().nonnegative(),
  streamBytes: z.int().nonnegative().nullable(),
  settings: z.object({ crf: z.number(), keyint: z.int().positive() }).nullable(),
  commandLine: z.string().nullable(),
  log: z.string(),
  seconds,
});

const maskStreamFile = z.object({
  file: z.string(),
  bits: z.number().nonnegative(),
  settings: z
    .object({
      quality: z.union([z.number(), z.literal('lossless')]),
      scale: z.union([z.literal(1), z.literal(2), z.literal(3)]),
      refresh: z.int().nonnegative(),
    })
    .nullable(),
  scale: z.int().positive(),
});

export const manifestSchema = manifestHeadSchema.extend({
  sequence: z.object({
    name: z.string(),
    size,
    frameCount: z.int().positive(),
    frameRate: z.number().positive(),
    objectIds: z.array(z.int().min(1).max(254)),
    scoredIds: z.array(z.int().min(1).max(254)),
  }),
  memoryFrames: z.int().positive().nullable(),
  provenance: sequenceResultSchema.unwrap().shape.provenance,
  original: index.nullable(),
  truth: z
    .object({
      maps: index,
      annotated: z.array(z.boolean()),
      objectIds: z.array(z.int().min(1).max(254)),
    })
    .nullable(),
  columns: z.array(column),
  pictures: z.array(pictureFile),
  maps: z.array(z.object({ file: z.string() })),
  videos: z.array(videoFile),
  maskStreams: z.array(maskStreamFile),
  /** Every other file of the archive. */
  files: z.array(
    z.object({
      name: z.string(),
      bytes: z.int().nonnegative(),
      sha256: z.string().regex(/^[0-9a-f]{64}$/),
    }),
  ),
});

export type Manifest = z.output<typeof manifestSchema>;

/** The manifest as JSON text. */
export function formatManifest(manifest: Manifest): string {
  return resultJson(manifest);
}
