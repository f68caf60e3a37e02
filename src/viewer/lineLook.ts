import type uPlot from 'uplot';
import type { ColumnKind } from '../results/columnSpec.ts';

/**
 * The style of a line: `accent` for ours, more restrained styles for the other columns, `level` for
 * a thin horizontal line.
 */
export type LineLook = 'accent' | 'dashed' | 'dotted' | 'plain' | 'level';

/** The style of each kind of column in all charts. */
export const COLUMN_LOOKS: Readonly<Record<ColumnKind, LineLook>> = {
  truth: 'plain',
  original: 'plain',
  x265: 'dashed',
  ours: 'accent',
  imported: 'dotted',
};

/**
 * Converts a line style for uPlot. `ChartKey.module.css` has the same styles for the legend.
 *
 * @param css contains the colours of the theme
 */
export function lineStyle(look: LineLook, css: CSSStyleDeclaration): uPlot.Series {
  const colour = (name: string) => css.getPropertyValue(name).trim();
  const styles: Record<LineLook, uPlot.Series> = {
    accent: { stroke: colour('--accent'), width: 2.5 },
    dashed: { stroke: colour('--muted'), width: 2, dash: [5, 4] },
    dotted: { stroke: colour('--text'), width: 1.5, dash: [2, 3] },
    plain: { stroke: colour('--text'), width: 1.5 },
    level: { stroke: colour('--text'), width: 1 },
  };
  return styles[look];
}
