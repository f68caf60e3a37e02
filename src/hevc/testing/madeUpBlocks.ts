import {
  BIT_KINDS,
  type BitKind,
  FLAG,
  MODE,
  PARTITION,
  type PictureBlocks,
  SIDE_KINDS,
} from '../pictureBlocks.ts';

/** A coding unit of a made-up picture, with one prediction unit. */
export interface MadeUpUnit {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly mode: keyof typeof MODE;
  readonly partition?: keyof typeof PARTITION;
  readonly qp?: number;
  readonly bits?: Partial<Record<BitKind, number>>;
  readonly intraMode?: number;
  /** True if it is merged but not skipped. */
  readonly isMerged?: boolean;
  readonly hasResidual?: boolean;
}

/** A picture of these coding units; everything that a test leaves out is plain. */
export function madeUpBlocks(
  units: readonly MadeUpUnit[],
  picture: Partial<PictureBlocks> = {},
): PictureBlocks {
  const { width = 64, height = 64 } = picture;
  const bits = units.flatMap((unit) => BIT_KINDS.map((kind) => unit.bits?.[kind] ?? 0));
  const side = sum(bits.filter((_, index) => index % BIT_KINDS.length < SIDE_KINDS));
  const residual = sum(bits) - side;
  const column = (of: (unit: MadeUpUnit) => number) => units.map(of);
  const one = Array.from({ length: units.length + 1 }, (_, index) => index);
  return {
    width,
    height,
    cropLeft: 0,
    cropTop: 0,
    shownWidth: width,
    shownHeight: height,
    log2TreeBlock: 6,
    type: 'P',
    order: 0,
    isReference: true,
    slices: [{ type: 'P', qp: 30, address: 0, references: [[0], []] }],
    sliceOf: new Uint16Array(Math.ceil(width / 64) * Math.ceil(height / 64)),
    coding: {
      count: units.length,
      x: Uint16Array.from(column(({ x }) => x)),
      y: Uint16Array.from(column(({ y }) => y)),
      log2Size: Uint8Array.from(column(({ size }) => Math.log2(size))),
      mode: Uint8Array.from(column(({ mode }) => MODE[mode])),
      partition: Uint8Array.from(column(({ partition = '2Nx2N' }) => PARTITION[partition])),
      flags: Uint8Array.from(column(({ hasResidual }) => (hasResidual ? FLAG.residual : 0))),
      qp: Int8Array.from(column(({ qp = 30 }) => qp)),
      bits: Float32Array.from(bits),
      firstPrediction: Uint32Array.from(one),
      firstTransform: new Uint32Array(units.length + 1),
    },
    prediction: {
      count: units.length,
      x: Uint16Array.from(column(({ x }) => x)),
      y: Uint16Array.from(column(({ y }) => y)),
      width: Uint8Array.from(column(({ size }) => size)),
      height: Uint8Array.from(column(({ size }) => size)),
      intraMode: Uint8Array.from(
        column(({ mode, intraMode = 0 }) => (mode === 'intra' ? intraMode : 255)),
      ),
      mergeIndex: Uint8Array.from(
        column(({ mode, isMerged }) => (mode === 'skip' || isMerged ? 0 : 255)),
      ),
      reference: Int8Array.from(units.flatMap(({ mode }) => [mode === 'intra' ? -1 : 0, -1])),
      vector: new Int16Array(4 * units.length),
    },
    transform: {
      count: 0,
      x: new Uint16Array(),
      y: new Uint16Array(),
      log2Size: new Uint8Array(),
      lumaCoefficients: new Uint16Array(),
      chromaCoefficients: new Uint16Array(),
    },
    adaptiveOffsets: {
      luma: new Uint8Array(1),
      chroma: new Uint8Array(1),
      bits: new Float32Array(1),
    },
    bits: {
      ...{ side, residual, adaptiveOffset: 0, headers: 16, messages: 0, framing: 32 },
      total: side + residual + 48,
    },
    damage: null,
    ...picture,
  };
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}
