import type { ColumnState } from '../../experiment/experimentState.ts';
import { columnKind } from '../../results/columnSpec.ts';
import { hasRelativeRate, rateReference } from '../../results/rateReference.ts';
import { referenceColumn, referenceText } from '../referenceColumns.ts';
import { commonScores } from './commonScores.ts';

/** A figure of a column, and the column that it is measured against. */
export interface Compared {
  readonly value: number;
  readonly against: string;
}

/** What ours costs and gives. A figure is null while it is not known. */
export interface Comparison {
  /** Bits, masks included, relative to x265: −0.13 is 13% fewer. */
  readonly bits: Compared | null;
  /** J&F minus that of x265. */
  readonly gain: Compared | null;
  /** J&F as a share of VOS on the originals. */
  readonly kept: Compared | null;
}

/**
 * Compares a column with x265 and with VOS on the originals: with the first column of each kind that
 * has the same VOS network. Bits do not depend on the network, so that any x265 column serves; a
 * column that is to save bits is compared with the one that it saves them of.
 */
export function compareColumn(column: ColumnState, columns: readonly ColumnState[]): Comparison {
  const x265 = referenceColumn(column, 'x265', columns);
  const original = referenceColumn(column, 'original', columns);
  const reference = rateReference(columns.map(({ spec }) => spec));
  const saved = hasRelativeRate(column.spec)
    ? columns.find(({ spec }) => spec === reference)
    : null;
  const coded = saved ?? x265 ?? columns.find(({ spec }) => columnKind(spec) === 'x265') ?? null;
  return { bits: bitsAgainst(column, coded), ...scoresAgainst(column, x265, original) };
}

function bitsAgainst(column: ColumnState, reference: ColumnState | null): Compared | null {
  const [own, other] = [column.bits?.total, reference?.bits?.total];
  if (!reference || own === undefined || !other) return null;
  return { value: own / other - 1, against: referenceText(reference, column.recorded) };
}

function scoresAgainst(
  column: ColumnState,
  x265: ColumnState | null,
  original: ColumnState | null,
): Pick<Comparison, 'gain' | 'kept'> {
  const compared = (
    reference: ColumnState | null,
    compare: (own: number, other: number) => number,
  ) => {
    const scores = reference && commonScores(column, reference);
    if (!scores) return null;
    const value = compare(...scores);
    return Number.isFinite(value)
      ? { value, against: referenceText(reference, column.recorded) }
      : null;
  };
  return {
    gain: compared(x265, (own, other) => own - other),
    kept: compared(original, (own, other) => own / other),
  };
}
