import { parseColumn } from '../../results/columnList.ts';
import type { ColumnSpec } from '../../results/columnSpec.ts';

/** Columns in their short form, e.g. `orig,x265@45,ours@45`. */
export function columns(text: string): ColumnSpec[] {
  return text.split(',').map(parseColumn);
}

/** Originals, x265 and ours at one CRF. */
export const AT_45 = columns('orig,x265@45,ours@45');

/** The same with VOS at the decoder instead of coded masks. */
export const WITHOUT_MASKS = columns('orig,x265@45,ours@45+vos');
