import type { ColumnMasks, ColumnPictures, ColumnSpec } from './columnSpec.ts';
import { importedColumn, originalColumn } from './columnSpec.ts';
import { networkSchema } from './columnSpecSchema.ts';
import { COMPUTED_COLUMNS, type ComputedColumn, OURS_MODES } from './columns.ts';
import { z } from './jitlessZod.ts';
import {
  type ColumnResult,
  columnFigures,
  type FoundRate,
  frameLimitSchema,
  memoryFramesSchema,
  provenanceFields,
  resultFields,
  type SequenceResult,
} from './resultSchema.ts';

// Results of versions 2 and 3. They had at most four columns with fixed names, and one
// configuration for all: ours had the CRF of x265.

const formerColumn = z.object(columnFigures);

const formerResult = z.object({
  ...resultFields,
  configuration: z.object({
    crf: z.number(),
    /** The rate of x265's video that the CRF was found for, bits per pixel; null if chosen. */
    targetBpp: z.number().positive().nullable().default(null),
    keyint: z.int().positive(),
    network: networkSchema,
    memoryFrames: memoryFramesSchema.default(null),
    /** How the masks of ours were made; version 2 always has `enhanced`. */
    ours: z.enum(OURS_MODES).default('enhanced'),
    /** Quality of masks that were coded here; null for other masks. */
    maskQuality: z.number().nullable().default(null),
    frameLimit: frameLimitSchema,
  }),
  columns: z.partialRecord(z.enum(COMPUTED_COLUMNS), formerColumn),
  provenance: z.object({
    ...provenanceFields,
    /** The command line of the one encoder; null if nothing was encoded here. */
    commandLine: z.string().nullable(),
  }),
});

type FormerResult = z.output<typeof formerResult>;

/** Reads a result of version 2 or 3 as one of today's version. */
export const formerResultSchema = formerResult.transform(convert);

function convert(former: FormerResult): SequenceResult {
  const { configuration, columns, provenance, ...fields } = former;
  const { commandLine: _, ...others } = provenance;
  return {
    ...fields,
    frameLimit: configuration.frameLimit,
    memoryFrames: configuration.memoryFrames,
    columns: COMPUTED_COLUMNS.flatMap((name) => {
      const column = columns[name];
      return column ? [convertColumn(name, column, former)] : [];
    }),
    provenance: others,
  };
}

function convertColumn(
  name: ComputedColumn,
  column: z.output<typeof formerColumn>,
  former: FormerResult,
): ColumnResult {
  const spec = specOf(name, column, former);
  const isEncoded = spec.pictures.source === 'x265';
  return {
    spec,
    ...column,
    foundRate: isEncoded ? foundRateOf(name, former) : null,
    commandLine: isEncoded ? former.provenance.commandLine : null,
  };
}

function specOf(
  name: ComputedColumn,
  { crf }: Pick<ColumnResult, 'crf'>,
  former: FormerResult,
): ColumnSpec {
  const { configuration } = former;
  const { network, ours, maskQuality } = configuration;
  if (name === 'original') return originalColumn(network);
  if (name === 'imported') return importedColumn(network);
  const pictures = picturesOf(name, crf, former);
  if (name === 'x265') return { pictures, enhanced: false, masks: { source: 'vos', network } };
  const masks: ColumnMasks =
    ours === 'coded'
      ? { source: 'coded', quality: maskQuality, network }
      : { source: 'vos', network };
  return { pictures, enhanced: true, masks };
}

function picturesOf(
  name: 'x265' | 'ours',
  crf: number | null,
  { configuration, provenance }: FormerResult,
): ColumnPictures {
  const { targetBpp, keyint } = configuration;
  const isSupplied = provenance.givenFiles.some(({ role }) => role === 'x265 stream');
  if (crf === null || isSupplied) return { source: 'stream', assumedCrf: configuration.crf };
  if (targetBpp === null) return { source: 'x265', rate: { kind: 'crf', crf }, keyint };
  // The rate was that of x265's video, whose CRF ours had.
  const rate = name === 'x265' ? { kind: 'bpp' as const, bpp: targetBpp } : SAME;
  return { source: 'x265', rate, keyint };
}

const SAME = { kind: 'same' } as const;

/** Former results do not say whether the rate was reached. */
function foundRateOf(name: ComputedColumn, former: FormerResult): FoundRate | null {
  const { targetBpp, keyint, network } = former.configuration;
  if (targetBpp === null) return null;
  if (name === 'x265') return { reached: true, against: null };
  const rate = { kind: 'bpp', bpp: targetBpp } as const;
  const against: ColumnSpec = {
    pictures: { source: 'x265', rate, keyint },
    enhanced: false,
    masks: { source: 'vos', network },
  };
  return { reached: true, against };
}
