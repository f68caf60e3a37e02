import type uPlot from 'uplot';
import type { ComputedColumn } from '../results/columns.ts';

/**
 * How a line is drawn: ours in the accent colour, what it is compared with restrained; `level` is a
 * thin line across.
 */
export type LineLook = 'accent' | 'dashed' | 'dotted' | 'plain' | 'level';

/** The same in every chart. */
export const COLUMN_LOOKS: Readonly<Record<ComputedColumn, LineLook>> = {
  original: 'plain',
  x265: 'dashed',
  ours: 'accent',
  imported: 'dotted',
};

/**
 * A look as uPlot draws it; `ChartKey.module.css` draws the same for the key.
 *
 * @param css the style that the theme's colours are read from
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
