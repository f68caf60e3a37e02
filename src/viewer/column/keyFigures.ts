import type { ColumnState } from '../../experiment/experimentState.ts';
import { columnKind } from '../../results/columnSpec.ts';
import { summarizeSequence } from '../../scoring/statistics.ts';
import { formatBitsPerPixel, formatChange, formatGain, formatScore } from '../format.ts';
import { compareColumn } from './comparison.ts';

/** A figure of a column with its name, both for the screen. */
export interface KeyFigure {
  readonly name: string;
  readonly value: string;
}

/**
 * The figures of a column that a talk is about: bits and J&F, and those of ours against x265. What is
 * not known is left out.
 */
export function keyFigures(column: ColumnState, columns: readonly ColumnState[]): KeyFigure[] {
  const kind = columnKind(column.spec);
  if (kind === 'truth') return [];
  const { bits, gain } = compareColumn(column, columns);
  if (kind === 'ours' && (bits || gain)) {
    return [
      ...(bits ? [{ name: 'bits vs x265', value: formatChange(bits.value) }] : []),
      ...(gain ? [{ name: 'J&F vs x265', value: formatGain(gain.value) }] : []),
    ];
  }
  const score = summarizeSequence(column.scores).JF;
  return [
    ...(Number.isNaN(score) ? [] : [{ name: 'J&F', value: formatScore(score) }]),
    ...(column.bits
      ? [{ name: 'bits per pixel', value: formatBitsPerPixel(column.bits.total) }]
      : []),
  ];
}
