import { LINE_STYLES } from '../lineLook.ts';
import type { ChartFigure } from '../viewState.ts';
import { axisTicks, figureRange } from './axisTicks.ts';
import type { ChartLine } from './chartLines.ts';
import type { TimeWindow } from './timeWindow.ts';

export interface MomentsSvg {
  /** E.g. `J&F of object 2`. */
  readonly title: string;
  /** The chart in a sentence. */
  readonly summary: string;
  readonly figure: ChartFigure;
  /** Those that are not shown, or of which nothing is known, are left out. */
  readonly lines: readonly ChartLine[];
  /** The frames in view. */
  readonly window: TimeWindow;
}

/** User units. */
const [WIDTH, HEIGHT] = [720, 320];
const PLOT = { left: 64, right: 16, top: 40, bottom: 48 } as const;

/** The light theme's colours, for paper. */
const TONES = { accent: '#0069b4', text: '#14181c', muted: '#57616b' } as const;
const GRID = '#d7dce1';

/** The chart as a picture that stands on its own: lines, axes with labels, and a key. */
export function momentsSvg({ title, summary, figure, lines, window }: MomentsSvg): string {
  const shown = lines.filter((line) => line.shown && line.values.some(isDrawn));
  const [bottom, top] = figureRange(
    figure,
    shown.flatMap(({ values }) => values),
  );
  const [first, last] = [Math.ceil(window.first), Math.floor(window.last)];
  const span = Math.max(1, window.last - window.first);
  const x = (frame: number) =>
    PLOT.left + ((frame - window.first) / span) * (WIDTH - PLOT.left - PLOT.right);
  const y = (value: number) =>
    HEIGHT - PLOT.bottom - ((value - bottom) / (top - bottom)) * (HEIGHT - PLOT.top - PLOT.bottom);
  const axisTitle = figure === 'psnr' ? `${title}, dB` : title;
  const frames = axisTicks(first, last, 11).filter(Number.isInteger);
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 ${WIDTH} ${HEIGHT}" width="${WIDTH}" height="${HEIGHT}" font-family="Helvetica, Arial, sans-serif" font-size="13">`,
    `<title>${escaped(title)}</title>`,
    `<desc>${escaped(summary)}</desc>`,
    `<rect width="${WIDTH}" height="${HEIGHT}" fill="#fff"/>`,
    ...axisTicks(bottom, top, 6).flatMap((tick) => [
      `<path d="M${PLOT.left} ${at(y(tick))}H${WIDTH - PLOT.right}" stroke="${GRID}"/>`,
      text(PLOT.left - 8, y(tick) + 4.5, String(tick), 'end'),
    ]),
    ...frames.map((frame) => text(x(frame), HEIGHT - PLOT.bottom + 18, String(frame), 'middle')),
    text(PLOT.left + (WIDTH - PLOT.left - PLOT.right) / 2, HEIGHT - 10, 'frame', 'middle'),
    `<g transform="translate(16 ${at((HEIGHT + PLOT.top - PLOT.bottom) / 2)}) rotate(-90)">${text(0, 0, axisTitle, 'middle')}</g>`,
    ...shown.map((line) => path(line, first, last, x, y)),
    ...key(shown),
    '</svg>',
  ].join('\n');
}

/** False for identical pictures too, whose PSNR is infinite. */
function isDrawn(value: number | null): value is number {
  return value !== null && Number.isFinite(value);
}

/** A column's line; a point for each value that has no neighbour. */
function path(
  { values, look }: ChartLine,
  first: number,
  last: number,
  x: (frame: number) => number,
  y: (value: number) => number,
): string {
  // As on the screen, frames without a value are skipped: YouTube-VOS annotates every fifth.
  const points = values.flatMap((value, frame) =>
    isDrawn(value) && frame >= first && frame <= last ? [`${at(x(frame))} ${at(y(value))}`] : [],
  );
  if (points.length === 0) return '';
  const [start, ...others] = points;
  // A line of no length with round ends is a point.
  const rest = others.length > 0 ? others : [start];
  return `<path d="M${start}L${rest.join(' ')}" ${strokeOf(look)} fill="none" stroke-linejoin="round" stroke-linecap="${others.length > 0 ? 'butt' : 'round'}"/>`;
}

/** Names of the columns with pieces of their lines, in a row above the plot. */
function key(lines: readonly ChartLine[]): string[] {
  const share = (WIDTH - PLOT.left - PLOT.right) / Math.max(1, lines.length);
  return lines.flatMap(({ name, look }, index) => {
    const left = PLOT.left + index * share;
    // With many columns a name may be longer than its share.
    const room = share - 40;
    const squeeze =
      name.length * 7 > room ? ` textLength="${at(room)}" lengthAdjust="spacingAndGlyphs"` : '';
    return [
      `<path d="M${at(left)} 20h28" ${strokeOf(look)}/>`,
      `<text x="${at(left + 34)}" y="24.5" fill="${TONES.text}"${squeeze}>${escaped(name)}</text>`,
    ];
  });
}

function strokeOf(look: ChartLine['look']): string {
  const { tone, width, dash } = LINE_STYLES[look];
  const dashes = dash.length > 0 ? ` stroke-dasharray="${dash.join(' ')}"` : '';
  return `stroke="${TONES[tone]}" stroke-width="${width}"${dashes}`;
}

function text(x: number, y: number, content: string, anchor: 'middle' | 'end'): string {
  return `<text x="${at(x)}" y="${at(y)}" fill="${TONES.muted}" text-anchor="${anchor}">${escaped(content)}</text>`;
}

/** Two decimals are more than a printer shows. */
function at(coordinate: number): string {
  return String(Math.round(coordinate * 100) / 100);
}

function escaped(content: string): string {
  return content
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('"', '&quot;');
}
