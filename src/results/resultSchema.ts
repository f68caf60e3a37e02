import { columnSpecSchema, networkSchema } from './columnSpecSchema.ts';
import { z } from './jitlessZod.ts';

/** Represents an infinite number in JSON. */
const INFINITE = 'Infinity';

/**
 * JSON text of a value that contains results, in the format of {@link sequenceResultSchema}: NaN
 * (an undefined figure) becomes null, and infinity (the PSNR of identical frames) `"Infinity"`.
 */
export function resultJson(value: unknown, space?: number): string {
  return JSON.stringify(value, (_, part) => (part === Infinity ? INFINITE : part), space);
}

/** A figure that may be undefined, e.g. a mean over no frames; see {@link resultJson}. */
const figure = z.number().nullable().transform(nanForNull);

/** PSNR in dB; infinite for identical frames. */
const decibels = z.union([z.number(), z.literal(INFINITE).transform(() => Infinity)]);

const decibelFigure = decibels.nullable().transform(nanForNull);

const statistics = z.object({ mean: figure, recall: figure, decay: figure }).readonly();

const summary = { J: statistics, F: statistics, JF: figure };

const size = z.object({ width: z.int().positive(), height: z.int().positive() }).readonly();

/** An object's statistics and its scores for each frame; null for frames without a score. */
const objectResult = z
  .object({
    id: z.int().min(1).max(254),
    ...summary,
    frames: z
      .object({
        J: z.array(z.number().nullable()).readonly(),
        F: z.array(z.number().nullable()).readonly(),
      })
      .readonly(),
  })
  .readonly();

const area = z.object({ psnrY: decibelFigure, ssimY: figure }).nullable();

const regionBits = z.object({ pixels: z.number(), bits: z.number() }).readonly();

/** Where an HEVC video's bits went, see `hevc/objectBits.ts`. */
const objectBits = z
  .object({
    /** Sums over the annotated frames. */
    inside: regionBits,
    innerBorder: regionBits,
    outerBorder: regionBits,
    background: regionBits,
    /** For each frame, share of the objects; null for frames without annotation. */
    frames: z
      .object({
        area: z.array(z.number().nullable()).readonly(),
        bits: z.array(z.number().nullable()).readonly(),
      })
      .readonly(),
  })
  .readonly();

const errorCount = { object: z.int().nonnegative(), wrong: z.int().nonnegative() };

/** Sums over the frames, see `hevc/maskErrors.ts`. */
const maskErrors = z
  .object({
    kinds: z
      .object({
        skipped: z.object(errorCount).readonly(),
        withoutResidual: z.object(errorCount).readonly(),
        withResidual: z.object(errorCount).readonly(),
        intra: z.object(errorCount).readonly(),
      })
      .readonly(),
    qps: z.array(z.object({ qp: z.int(), ...errorCount }).readonly()).readonly(),
  })
  .readonly();

/** The fields of a column that are the same in all versions. */
export const columnFigures = {
  /** Title of the column, e.g. `x265`; for an import the user's title. */
  title: z.string(),
  /** Source of the masks, e.g. `VOS on decoded frames`. */
  masks: z.string(),
  /** The CRF that x265 really used: chosen, found or contained in a stream; null if none. */
  crf: z.number().nullable(),
  /** Bits per pixel; null if nothing was encoded or the size is not known. */
  bpp: z.object({ video: z.number(), masks: z.number(), total: z.number() }).readonly().nullable(),
  /**
   * Bits per pixel of the headers that a bare stream repeats at every key frame and that `bpp` leaves
   * out; null if nothing was encoded here, and in older result files.
   */
  headerBpp: z.number().nullable().default(null),
  ...summary,
  /** Remarks on the figures for the user, a sentence each; older result files have none. */
  notes: z.array(z.string()).readonly().default([]),
  /** Mean PSNR of luma over the frames, in dB. */
  psnrY: decibels.nullable(),
  /** Means over the frames: PSNR in dB (`psnr` weights Y, U, V by 6:1:1), SSIM −1..1. */
  picture: z
    .object({
      psnrY: decibelFigure,
      psnr: decibelFigure,
      ssimY: figure,
      inside: area,
      outside: area,
    })
    .nullable(),
  /**
   * Bits of the objects in an HEVC video; null without one, without annotations, and in older result
   * files.
   */
  objectBits: objectBits.nullable().default(null),
  /**
   * Where masks of VOS on an HEVC video differ from those on the originals, by kind of block; null
   * for other columns, if no column has masks on the originals, and in older result files.
   */
  maskErrors: maskErrors.nullable().default(null),
  /** Sums over the frames. */
  seconds: z
    .object({
      encode: z.number(),
      decode: z.number(),
      enhance: z.number(),
      vos: z.number(),
      /** Encoding the mask stream; older result files have none. */
      maskEncode: z.number().default(0),
      /** Decoding the mask stream; includes refinement in older result files. */
      maskDecode: z.number().default(0),
      /** Refining the decoded masks. */
      maskRefine: z.number().default(0),
    })
    .readonly(),
  /**
   * Where VOS ran. Always `decoder` in older result files; `elsewhere` if a user-supplied stream
   * carried the masks.
   */
  vosAt: z.enum(['encoder', 'decoder', 'elsewhere']).default('decoder'),
  objects: z.array(objectResult).readonly(),
  provider: z.enum(['webgpu', 'wasm']),
};

/** How a column's CRF was found. */
const foundRate = z
  .object({
    /** False if no CRF reaches the wanted rate: then the nearest was taken. */
    reached: z.boolean(),
    /** The x265 column that `same` and `fewer` refer to; null for a number of bits per pixel. */
    against: columnSpecSchema.nullable(),
  })
  .readonly();

const columnResult = z
  .object({
    /** What the column shows. A rate `same` as a chosen CRF is stored as that CRF. */
    spec: columnSpecSchema,
    ...columnFigures,
    /** Null if the CRF was chosen, or if nothing was encoded here. */
    foundRate: foundRate.nullable(),
    /** The encoder's command line; null if nothing was encoded here. */
    commandLine: z.string().nullable(),
  })
  .readonly();

/** A user-supplied file from which a column was made. */
const givenFile = z
  .object({
    role: z.enum(['x265 stream', 'imported pictures', 'imported stream', 'imported bitstream']),
    name: z.string(),
    /** Digest of its content, see `slicedDigestHex` in `files/slicedDigest.ts`. */
    sha256: z.string(),
  })
  .readonly();

/** The fields of a provenance that are the same in all versions. */
export const provenanceFields = {
  /** When it was computed, ISO 8601. */
  date: z.string(),
  /** SHA-256 of the sequence's files, see `files/slicedDigest.ts`. */
  input: z.string(),
  /** User-supplied streams and imports; missing in older result files. */
  givenFiles: z.array(givenFile).readonly().default([]),
  networks: z
    .array(
      z
        .object({
          name: z.string(),
          sha256: z.string(),
          /** The VOS network that the file belongs to; missing if it counts for all columns. */
          vos: networkSchema.optional(),
        })
        .readonly(),
    )
    .readonly(),
  /** Device on which the networks ran. */
  device: z.string(),
  /** WebGPU's description of the GPU; null on wasm. */
  adapter: z
    .object({
      vendor: z.string(),
      architecture: z.string(),
      device: z.string(),
      description: z.string(),
    })
    .readonly()
    .nullable(),
  providerReason: z.string().nullable(),
  goldenDifference: z.number().nullable(),
  /** User agent. */
  browser: z.string(),
  versions: z.record(z.string(), z.string()),
};

/** Everything that is needed to repeat a result, besides its columns. */
const provenance = z.object(provenanceFields).readonly();

/** The fields of a result that are the same in all versions. */
export const resultFields = {
  name: z.string(),
  frames: z.int().positive(),
  size,
  frameRate: z.number().positive(),
};

/** Number of frames that an experiment was limited to; null for all. */
export const frameLimitSchema = z.int().positive().nullable();

/** Most memory frames of STCN and R50-AOTL; null for no limit, like their authors. */
export const memoryFramesSchema = z.int().positive().nullable();

/** Result of one experiment: columns of one sequence. */
export const sequenceResultSchema = z
  .object({
    ...resultFields,
    frameLimit: frameLimitSchema,
    memoryFrames: memoryFramesSchema,
    /** In the order of the screen. */
    columns: z.array(columnResult).readonly(),
    provenance,
  })
  .readonly();

export type SequenceResult = z.output<typeof sequenceResultSchema>;
export type ColumnResult = z.output<typeof columnResult>;
export type FoundRate = z.output<typeof foundRate>;
export type ObjectResult = z.output<typeof objectResult>;
export type GivenFile = z.output<typeof givenFile>;
export type Provenance = z.output<typeof provenance>;

function nanForNull(value: number | null): number {
  return value ?? Number.NaN;
}
