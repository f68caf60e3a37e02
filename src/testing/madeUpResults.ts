import { MASK_QUALITY_RANGE } from '../masks/maskStream.ts';
import type { ColumnResult, Provenance, SequenceResult } from '../results/resultSchema.ts';

// Results with made-up figures.

/** A column with made-up figures. */
export function madeUpColumn(change: Partial<ColumnResult> = {}): ColumnResult {
  const statistics = { mean: 0.8, recall: 0.9, decay: 0.1 };
  return {
    title: 'x265',
    masks: 'VOS on decoded frames',
    crf: 45,
    notes: [],
    bpp: { video: 0.02, masks: 0, total: 0.02 },
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
    ...change,
  };
}

/** A result of ten frames. */
export function madeUpResult(
  name: string,
  columns: SequenceResult['columns'],
  crf = 45,
): SequenceResult {
  return {
    name,
    frames: 10,
    size: { width: 854, height: 480 },
    frameRate: 25,
    configuration: {
      ...{
        crf,
        targetBpp: null,
        keyint: 8,
        network: 'compact',
        memoryFrames: null,
        frameLimit: null,
      },
      ...{ ours: 'coded', maskQuality: MASK_QUALITY_RANGE.default },
    },
    columns,
    provenance: madeUpProvenance({ input: `input of ${name}` }),
  };
}

/** A provenance without real files. */
export function madeUpProvenance(change: Partial<Provenance> = {}): Provenance {
  return {
    date: '2026-01-01T00:00:00.000Z',
    input: 'input',
    commandLine: 'ffmpeg',
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
    bpp: { video: bpp, masks: 0, total: bpp },
    psnrY,
    J: statistics,
    F: statistics,
    JF,
    objects: object ? [{ ...object, J: statistics, F: statistics, JF }] : [],
  });
}
