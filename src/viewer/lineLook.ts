import type uPlot from 'uplot';
import type { ColumnKind } from '../results/columnSpec.ts';

/** How a line is drawn. */
interface LineStyle {
  /** A colour of the theme. */
  readonly tone: 'accent' | 'text' | 'muted';
  /** In pixels. */
  readonly width: number;
  /** Lengths of dashes and gaps in pixels; empty for a solid line. */
  readonly dash: readonly number[];
}

const [SOLID, DASHES, DOTS] = [[], [5, 4], [2, 3]] as const;
const [LONG, DASH_DOT, DASH_DOTS] = [
  [12, 4],
  [8, 3, 2, 3],
  [8, 3, 2, 3, 2, 3],
] as const;
const [SPARSE, UNEQUAL] = [
  [2, 7],
  [14, 3, 4, 3],
] as const;

/**
 * The styles of lines: `accent` for ours, more restrained ones for the other columns, `level` for a
 * thin horizontal line. There is one accent colour, so that columns of a kind differ in dashes.
 */
export const LINE_STYLES = {
  accent: { tone: 'accent', width: 2.5, dash: SOLID },
  'accent-dashed': { tone: 'accent', width: 2.5, dash: DASHES },
  'accent-dotted': { tone: 'accent', width: 2.5, dash: DOTS },
  'accent-dash-dot': { tone: 'accent', width: 2.5, dash: DASH_DOT },
  'accent-long': { tone: 'accent', width: 1.5, dash: LONG },
  'accent-dash-dots': { tone: 'accent', width: 1.5, dash: DASH_DOTS },
  'accent-unequal': { tone: 'accent', width: 1.5, dash: UNEQUAL },
  'accent-sparse': { tone: 'accent', width: 1.5, dash: SPARSE },
  dashed: { tone: 'muted', width: 2, dash: DASHES },
  'muted-dotted': { tone: 'muted', width: 2, dash: DOTS },
  'muted-dash-dot': { tone: 'muted', width: 2, dash: DASH_DOT },
  'muted-long': { tone: 'muted', width: 2, dash: LONG },
  muted: { tone: 'muted', width: 2, dash: SOLID },
  'muted-dash-dots': { tone: 'muted', width: 2, dash: DASH_DOTS },
  'muted-unequal': { tone: 'muted', width: 2, dash: UNEQUAL },
  'muted-sparse': { tone: 'muted', width: 2, dash: SPARSE },
  plain: { tone: 'text', width: 1.5, dash: SOLID },
  'plain-long': { tone: 'text', width: 1.5, dash: LONG },
  'plain-dash-dot': { tone: 'text', width: 1.5, dash: DASH_DOT },
  'plain-unequal': { tone: 'text', width: 1.5, dash: UNEQUAL },
  'plain-dashed': { tone: 'text', width: 1.5, dash: DASHES },
  dotted: { tone: 'text', width: 1.5, dash: DOTS },
  'plain-sparse': { tone: 'text', width: 1.5, dash: SPARSE },
  'plain-dash-dots': { tone: 'text', width: 1.5, dash: DASH_DOTS },
  level: { tone: 'text', width: 1, dash: SOLID },
} as const satisfies Readonly<Record<string, LineStyle>>;

export type LineLook = keyof typeof LINE_STYLES;

/** The style of the first column of each kind in all charts. */
export const COLUMN_LOOKS: Readonly<Record<ColumnKind, LineLook>> = {
  truth: 'level',
  original: 'plain',
  x265: 'dashed',
  ours: 'accent',
  imported: 'dotted',
};

/** A style for each of up to eight columns, all different. */
export function columnLooks(kinds: readonly ColumnKind[]): LineLook[] {
  const taken = new Set<LineLook>();
  return kinds.map((kind) => {
    const first = COLUMN_LOOKS[kind];
    const { tone } = LINE_STYLES[first];
    const looks = Object.keys(LINE_STYLES) as LineLook[];
    const others = looks.filter((look) => LINE_STYLES[look].tone === tone && look !== 'level');
    const look = [first, ...others].find((each) => !taken.has(each)) ?? first;
    taken.add(look);
    return look;
  });
}

/**
 * Converts a line style for uPlot.
 *
 * @param css contains the colours of the theme
 */
export function lineStyle(look: LineLook, css: CSSStyleDeclaration): uPlot.Series {
  const { tone, width, dash } = LINE_STYLES[look];
  const stroke = css.getPropertyValue(`--${tone}`).trim();
  return { stroke, width, ...(dash.length > 0 ? { dash: [...dash] } : {}) };
}
