import { z } from 'zod';
import { COMPUTED_COLUMNS, OURS_MODES } from './columns.ts';

// Zod compiles its checks with `new Function` where it can; under our Content-Security-Policy even
// the attempt is reported as a violation.
z.config({ jitless: true });

/** How JSON, which has no infinite number, holds one. */
const INFINITE = 'Infinity';

/**
 * JSON text of a result, or of anything that holds results, as {@link sequenceResultSchema} reads it
 * back: NaN, an undefined figure, is null, and the PSNR of identical pictures is `"Infinity"`.
 */
export function resultJson(value: unknown, space?: number): string {
  return JSON.stringify(value, (_, part) => (part === Infinity ? INFINITE : part), space);
}

/** An undefined figure (the mean of no scored frame, say): see {@link resultJson}. */
const figure = z.number().nullable().transform(nanForNull);

/** PSNR, dB; of identical pictures it is infinite. */
const decibels = z.union([z.number(), z.literal(INFINITE).transform(() => Infinity)]);

const decibelFigure = decibels.nullable().transform(nanForNull);

const statistics = z.object({ mean: figure, recall: figure, decay: figure }).readonly();

const summary = { J: statistics, F: statistics, JF: figure };

const size = z.object({ width: z.int().positive(), height: z.int().positive() }).readonly();

/** An object's statistics and, frame by frame, its scores; null where a frame has none. */
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

const columnResult = z
  .object({
    /** As tables head it, e.g. `x265`, or the file name of an imported one. */
    title: z.string(),
    /** Where the masks came from, e.g. `VOS on decoded frames`. */
    masks: z.string(),
    crf: z.number().nullable(),
    /** Bits per pixel; null where nothing was encoded or the size is not known. */
    bpp: z
      .object({ video: z.number(), masks: z.number(), total: z.number() })
      .readonly()
      .nullable(),
    ...summary,
    /** What must be known to read its figures, a sentence each; older result files have none. */
    notes: z.array(z.string()).readonly().default([]),
    /** Mean PSNR of luma over the frames, dB. */
    psnrY: decibels.nullable(),
    /** Means over the frames: PSNR in dB (`psnr` weighs Y, U, V by 6:1:1), SSIM −1..1. */
    picture: z
      .object({
        psnrY: decibelFigure,
        psnr: decibelFigure,
        ssimY: figure,
        inside: area,
        outside: area,
      })
      .nullable(),
    /** Sums over the frames. */
    seconds: z
      .object({
        encode: z.number(),
        decode: z.number(),
        enhance: z.number(),
        vos: z.number(),
        /** Of the mask stream; older result files have none. */
        maskEncode: z.number().default(0),
        /** Of the mask stream; in older result files with refinement. */
        maskDecode: z.number().default(0),
        /** Of its masks, after decoding. */
        maskRefine: z.number().default(0),
      })
      .readonly(),
    /**
     * Where VOS ran: before the bits are sent, or after, as in older result files; elsewhere where a
     * given stream carried the masks.
     */
    vosAt: z.enum(['encoder', 'decoder', 'elsewhere']).default('decoder'),
    objects: z.array(objectResult).readonly(),
    provider: z.enum(['webgpu', 'wasm']),
  })
  .readonly();

/** A file of the user's that took part in a result. */
const givenFile = z
  .object({
    role: z.enum(['x265 stream', 'imported pictures', 'imported stream', 'imported bitstream']),
    name: z.string(),
    /** Of its content, as `fileDigest` in `sequence/fingerprint.ts` defines it. */
    sha256: z.string(),
  })
  .readonly();

/** Everything that is needed to repeat a result. */
const provenance = z
  .object({
    /** When it was computed, ISO 8601. */
    date: z.string(),
    /** SHA-256 of the sequence's files, as `sequence/fingerprint.ts` defines it. */
    input: z.string(),
    /** The encoder's command line; null where nothing was encoded here. */
    commandLine: z.string().nullable(),
    /** What was given in place of encoding, or imported; older result files do not name it. */
    givenFiles: z.array(givenFile).readonly().default([]),
    networks: z.array(z.object({ name: z.string(), sha256: z.string() }).readonly()).readonly(),
    /** What the networks ran on. */
    device: z.string(),
    /** What WebGPU says about the GPU; null on wasm. */
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
    /** The browser's own name for itself. */
    browser: z.string(),
    versions: z.record(z.string(), z.string()),
  })
  .readonly();

/** What one experiment gave: one sequence, one configuration, its columns. */
export const sequenceResultSchema = z
  .object({
    name: z.string(),
    frames: z.int().positive(),
    size,
    frameRate: z.number().positive(),
    configuration: z
      .object({
        crf: z.number(),
        /** The rate that the CRF was looked for; null where the CRF itself was chosen. */
        targetBpp: z.number().positive().nullable().default(null),
        keyint: z.int().positive(),
        network: z.string(),
        /** Frames that STCN and R50-AOTL remembered at most; null for as many as their authors let them. */
        memoryFrames: z.number().int().positive().nullable().default(null),
        /** How ours came by its masks; older result files know one way. */
        ours: z.enum(OURS_MODES).default('enhanced'),
        /** Of coded masks that were made here; null for others. */
        maskQuality: z.number().nullable().default(null),
        frameLimit: z.int().positive().nullable(),
      })
      .readonly(),
    columns: z.partialRecord(z.enum(COMPUTED_COLUMNS), columnResult),
    provenance,
  })
  .readonly();

export type SequenceResult = z.output<typeof sequenceResultSchema>;
export type ColumnResult = z.output<typeof columnResult>;
export type ObjectResult = z.output<typeof objectResult>;
export type GivenFile = z.output<typeof givenFile>;
export type Provenance = z.output<typeof provenance>;

function nanForNull(value: number | null): number {
  return value ?? Number.NaN;
}
