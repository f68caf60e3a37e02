import { type ColumnState, emptyColumn } from '../../experiment/experimentState.ts';
import { parseColumnList } from '../../results/columnList.ts';
import { columnTitle } from '../../results/columnSpec.ts';
import type { FrameScore } from '../../scoring/scoringApi.ts';

/** Columns of which nothing is there, from their short form; their keys are `a`, `b`, …. */
export function columnsOf(list: string): ColumnState[] {
  return parseColumnList(list).map((entry, index) => {
    if ('problem' in entry) throw entry.problem;
    const { spec } = entry;
    const column = emptyColumn('abcdefgh'[index] ?? '', spec, columnTitle(spec));
    const { pictures } = spec;
    const rate = pictures.source === 'x265' ? pictures.rate : null;
    return rate?.kind === 'crf' ? { ...column, crf: rate.crf } : column;
  });
}

/** Scores of one object with the same J and F; null for a frame that has none. */
export function scoresOf(...values: readonly (number | null)[]): (FrameScore | null)[] {
  return values.map((value) => (value === null ? null : { J: [value], F: [value] }));
}

/** Bits of a column without masks. */
export function bitsOf(total: number): ColumnState['bits'] {
  return { video: total, masks: 0, total };
}
