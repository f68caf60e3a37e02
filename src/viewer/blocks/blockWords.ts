import {
  BIT_KINDS,
  bitsOfUnit,
  FLAG,
  MODE,
  NONE,
  PARTITION,
  type PictureBlocks,
  SIDE_KINDS,
  sliceOfUnit,
} from '../../hevc/pictureBlocks.ts';
import { count } from '../../messageWords.ts';

/** A coding unit in words. */
export interface BlockWords {
  /** E.g. `32×32 at 320, 192`. */
  readonly title: string;
  readonly sentences: readonly string[];
  /** All its bits, e.g. `12.4 bits, 0.012 a pixel`. */
  readonly total: string;
  /** What they are for, the largest part first; parts without bits are left out. */
  readonly bits: readonly {
    readonly what: string;
    readonly bits: number;
    /** False for side information. */
    readonly isResidual: boolean;
  }[];
}

/** Mode 2 predicts from below left, 34 from above right. */
const DIRECTIONS = [
  { to: 5, text: 'from below left' },
  { to: 14, text: 'from the left' },
  { to: 22, text: 'from above left' },
  { to: 30, text: 'from above' },
  { to: 34, text: 'from above right' },
];

const KIND_WORDS: Readonly<Record<(typeof BIT_KINDS)[number], string>> = {
  split: 'splits of the coding tree',
  mode: 'mode and partition',
  intra: 'intra directions',
  motion: 'references and vectors',
  transform: 'transform tree',
  qp: 'change of the QP',
  luma: 'coefficients of luma',
  chroma: 'coefficients of chroma',
};

/** @param unit index of the coding unit */
export function blockWords(blocks: PictureBlocks, unit: number): BlockWords {
  const { coding, cropLeft, cropTop } = blocks;
  const size = 1 << (coding.log2Size[unit] ?? 0);
  const x = (coding.x[unit] ?? 0) - cropLeft;
  const y = (coding.y[unit] ?? 0) - cropTop;
  const bits = bitsOfUnit(blocks, unit);
  return {
    title: `${size}×${size} at ${x}, ${y}`,
    sentences: [
      modeSentence(blocks, unit),
      ...partSentences(blocks, unit),
      qpSentence(blocks, unit),
    ],
    total: `${bitsText(bits)}, ${(bits / (size * size)).toPrecision(2)} a pixel`,
    bits: BIT_KINDS.map((kind, index) => ({
      what: KIND_WORDS[kind],
      bits: coding.bits[unit * BIT_KINDS.length + index] ?? 0,
      isResidual: index >= SIDE_KINDS,
    }))
      .filter((part) => part.bits >= 0.05)
      .sort((a, b) => b.bits - a.bits),
  };
}

export function bitsText(bits: number): string {
  return `${bits < 100 ? bits.toFixed(1) : Math.round(bits)} bits`;
}

function modeSentence({ coding, type }: PictureBlocks, unit: number): string {
  const flags = coding.flags[unit] ?? 0;
  if ((flags & FLAG.pcm) !== 0) return 'Its samples are written as they are.';
  const hasResidual = (flags & FLAG.residual) !== 0;
  const lossless = (flags & FLAG.lossless) !== 0 ? ' It is coded without loss.' : '';
  switch (coding.mode[unit]) {
    case MODE.skip:
      return `Skipped: copied from another picture with the motion of a neighbour, and nothing is corrected.${lossless}`;
    case MODE.inter:
      return `Inter: predicted from ${type === 'B' ? 'other pictures' : 'another picture'}${partsText(coding.partition[unit] ?? 0)}; ${hasResidual ? 'coefficients correct it' : 'no coefficient corrects it'}.${lossless}`;
    default:
      return `Intra: predicted from the pixels around it${partsText(coding.partition[unit] ?? 0)}; ${hasResidual ? 'coefficients correct it' : 'no coefficient corrects it'}.${lossless}`;
  }
}

function partsText(partition: number): string {
  if (partition === PARTITION['2Nx2N']) return '';
  if (partition === PARTITION.NxN) return ' in four parts';
  const isDown =
    partition === PARTITION['2NxN'] ||
    partition === PARTITION['2NxnU'] ||
    partition === PARTITION['2NxnD'];
  const isEven = partition === PARTITION['2NxN'] || partition === PARTITION.Nx2N;
  return ` in ${isEven ? 'two parts' : 'two unequal parts'}, ${isDown ? 'one above the other' : 'side by side'}`;
}

/** A sentence for each prediction unit. */
function partSentences(blocks: PictureBlocks, unit: number): string[] {
  const { coding, prediction } = blocks;
  const first = coding.firstPrediction[unit] ?? 0;
  const end = coding.firstPrediction[unit + 1] ?? 0;
  const isDivided = end - first > 1;
  if (((coding.flags[unit] ?? 0) & FLAG.pcm) !== 0) return [];
  return Array.from({ length: end - first }, (_, part) => {
    const row = first + part;
    const name = isDivided ? `Part ${part + 1}: ` : '';
    const text =
      coding.mode[unit] === MODE.intra
        ? intraText(prediction.intraMode[row] ?? 0)
        : motionText(blocks, unit, row);
    return `${name}${isDivided ? text : text.charAt(0).toUpperCase() + text.slice(1)}.`;
  });
}

function intraText(mode: number): string {
  if (mode === 0) return 'planar: a slope between its borders';
  if (mode === 1) return 'DC: the mean of its borders';
  const direction = DIRECTIONS.find(({ to }) => mode <= to)?.text ?? '';
  return `direction ${mode} of 34, ${direction}`;
}

function motionText(blocks: PictureBlocks, unit: number, row: number): string {
  const { prediction, order } = blocks;
  const slice = sliceOfUnit(blocks, unit);
  const from = ([0, 1] as const).flatMap((list) => {
    const index = prediction.reference[2 * row + list] ?? -1;
    if (index < 0) return [];
    const distance = (slice?.references[list][index] ?? order) - order;
    const across = (prediction.vector[4 * row + 2 * list] ?? 0) / 4;
    const down = (prediction.vector[4 * row + 2 * list + 1] ?? 0) / 4;
    const moved =
      across === 0 && down === 0 ? 'same place' : `${signed(across)}, ${signed(down)} pixels`;
    return [`${pictureText(distance)} (${moved})`];
  });
  const merge = prediction.mergeIndex[row] ?? NONE;
  const how = merge === NONE ? 'vector written' : `motion of candidate ${merge + 1}`;
  return `${from.join(' and ')}, ${how}`;
}

function pictureText(distance: number): string {
  if (distance === -1) return 'from the picture before';
  if (distance === 1) return 'from the picture after';
  return `from ${count(Math.abs(distance), 'picture')} ${distance < 0 ? 'back' : 'ahead'}`;
}

function signed(value: number): string {
  return value < 0 ? `−${-value}` : value > 0 ? `+${value}` : '0';
}

function qpSentence({ coding, transform }: PictureBlocks, unit: number): string {
  const qp = coding.qp[unit] ?? 0;
  const first = coding.firstTransform[unit] ?? 0;
  const end = coding.firstTransform[unit + 1] ?? 0;
  let coefficients = 0;
  for (let row = first; row < end; row++) {
    coefficients +=
      (transform.lumaCoefficients[row] ?? 0) + (transform.chromaCoefficients[row] ?? 0);
  }
  if (coefficients === 0)
    return `QP ${qp}, which only the deblocking filter uses: there are no coefficients.`;
  return `QP ${qp}, ${count(coefficients, 'coefficient')} in ${count(end - first, 'transform unit')}.`;
}
