import { formatColumn } from '../results/columnList.ts';
import type { ColumnSpec } from '../results/columnSpec.ts';

/**
 * The columns that a point of rate curves needs: encoded columns at this CRF, each once. Those of
 * the user's files and annotations are left out, because they have no rate that a sweep could vary.
 */
export function columnsAtCrf(columns: readonly ColumnSpec[], crf: number): ColumnSpec[] {
  const varied = columns.flatMap((spec): ColumnSpec[] => {
    const { pictures, masks } = spec;
    if (masks.source === 'truth') return [];
    if (pictures.source === 'original') return [spec];
    if (pictures.source !== 'x265') return [];
    return [{ ...spec, pictures: { ...pictures, rate: { kind: 'crf', crf } } }];
  });
  return [...new Map(varied.map((spec) => [formatColumn(spec), spec])).values()];
}
