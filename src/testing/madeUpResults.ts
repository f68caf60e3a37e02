import {
  type ColumnKind,
  type ColumnSpec,
  columnKind,
  importedColumn,
  originalColumn,
  oursColumn,
  x265Column,
} from '../results/columnSpec.ts';
import { COMPUTED_COLUMNS, type ComputedColumn } from '../results/columns.ts';
import { atCrf } from '../results/resultIdentity.ts';
import type { ColumnResult, Provenance, SequenceResult } from '../results/resultSchema.ts';

// Results with made-up figures.

/** A column with made-up figures; by default x265 at CRF 45. */
export function madeUpColumn(change: Partial<ColumnResult> = {}): ColumnResult {
  const statistics = { mean: 0.8, recall: 0.9, decay: 0.1 };
  return {
    spec: x265Column(),
    title: 'x265',
    masks: 'VOS on decoded frames',
    crf: 45,
    notes: [],
    bpp: { video: 0.02, masks: 0, total: 0.02 },
    headerBpp: null,
    objectBits: null,
    maskErrors: null,
    J: statistics,
    F: statistics,
    JF: 0.8,
    psnrY: 30,
    picture: { psnrY: 30, psnr: 31, ssimY: 0.9, inside: null, outside: null },
    seconds: {
      encode: 4,
      decode: 1,
      enhance: 0,
      vos: 5,
      maskEncode: 0,
      maskDecode: 0,
      maskRefine: 0,
    },
    vosAt: 'decoder',
    objects: [
      {
        id: 1,
        J: statistics,
        F: statistics,
        JF: 0.8,
        frames: { J: [null, 0.8, null], F: [null, 0.8, null] },
      },
    ],
    provider: 'wasm',
    foundRate: null,
    commandLine: null,
    ...change,
  };
}

/** Columns by the names of the published figure. */
export type NamedColumns = Partial<Record<ComputedColumn, ColumnResult>>;

/**
 * A result of ten frames with the columns of the published figure, each at its own `crf`. A column of
 * x265 without CRF is from a user-supplied stream.
 *
 * @param crf the CRF that the enhancer assumed for such a stream
 */
export function madeUpResult(name: string, columns: NamedColumns, crf = 45): SequenceResult {
  return {
    name,
    frames: 10,
    size: { width: 854, height: 480 },
    frameRate: 25,
    frameLimit: null,
    memoryFrames: null,
    columns: COMPUTED_COLUMNS.flatMap((kind) => {
      const column = columns[kind];
      return column ? [{ ...column, ...ofKind(kind, column, crf) }] : [];
    }),
    provenance: madeUpProvenance({ input: `input of ${name}` }),
  };
}

/** The same result with other specifications. */
export function withSpecs(
  result: SequenceResult,
  change: (spec: ColumnSpec) => ColumnSpec,
): SequenceResult {
  const columns = result.columns.map((column) => ({ ...column, spec: change(column.spec) }));
  return { ...result, columns };
}

/** The same specification with another key frame distance. */
export function withKeyint(spec: ColumnSpec, keyint: number): ColumnSpec {
  const { pictures } = spec;
  return pictures.source === 'x265' ? { ...spec, pictures: { ...pictures, keyint } } : spec;
}

/** The same result with CRFs that were found for a rate of x265's video, bits per pixel. */
export function foundFor(bpp: number, result: SequenceResult): SequenceResult {
  const x265 = atRate(x265Column(), { kind: 'bpp', bpp });
  const columns = result.columns.map((column): ColumnResult => {
    const { spec } = column;
    if (spec.pictures.source !== 'x265') return column;
    const isOurs = spec.enhanced;
    return {
      ...column,
      spec: atRate(spec, isOurs ? { kind: 'same' } : { kind: 'bpp', bpp }),
      foundRate: { reached: true, against: isOurs ? x265 : null },
    };
  });
  return { ...result, columns };
}

/** The first column of each kind, by kind in the order of the screen; none without a result. */
export function namedColumns(
  result: Pick<SequenceResult, 'columns'> | null | undefined,
): Partial<Record<ColumnKind, ColumnResult>> {
  const named = new Map<ColumnKind, ColumnResult>();
  for (const column of result?.columns ?? []) {
    const kind = columnKind(column.spec);
    if (!named.has(kind)) named.set(kind, column);
  }
  return Object.fromEntries(named);
}

/** A provenance without real files. */
export function madeUpProvenance(change: Partial<Provenance> = {}): Provenance {
  return {
    date: '2026-01-01T00:00:00.000Z',
    input: 'input',
    givenFiles: [],
    networks: [{ name: 'vos.onnx', sha256: '00' }],
    device: 'wasm, 2 threads',
    adapter: null,
    providerReason: null,
    goldenDifference: null,
    browser: 'test',
    versions: { maskscope: '0.1.0' },
    ...change,
  };
}

/** A column with the same value for J&F, J and F, also of its object. */
export function columnOf(JF: number, bpp: number, crf: number, psnrY = 30): ColumnResult {
  const statistics = { mean: JF, recall: 1, decay: 0 };
  const [object] = madeUpColumn().objects;
  return madeUpColumn({
    crf,
    spec: x265Column(crf),
    bpp: { video: bpp, masks: 0, total: bpp },
    psnrY,
    J: statistics,
    F: statistics,
    JF,
    objects: object ? [{ ...object, J: statistics, F: statistics, JF }] : [],
  });
}

type VideoPictures = Extract<ColumnSpec['pictures'], { source: 'x265' }>;

/** The same specification with another rate. */
export function atRate(spec: ColumnSpec, rate: VideoPictures['rate']): ColumnSpec {
  const { pictures } = spec;
  return pictures.source === 'x265' ? { ...spec, pictures: { ...pictures, rate } } : spec;
}

function ofKind(kind: ComputedColumn, { crf }: ColumnResult, assumedCrf: number) {
  if (kind === 'original') return { spec: originalColumn(), commandLine: null };
  if (kind === 'imported') return { spec: importedColumn(), commandLine: null };
  const spec = kind === 'x265' ? x265Column() : oursColumn();
  if (crf === null) {
    return {
      spec: { ...spec, pictures: { source: 'stream', assumedCrf } },
      commandLine: null,
    } as const;
  }
  return { spec: atCrf(spec, crf), commandLine: `ffmpeg -x265-params crf=${crf}` };
}
