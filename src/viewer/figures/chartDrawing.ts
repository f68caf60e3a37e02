import { LINE_STYLES, type LineLook } from '../lineLook.ts';
import type { Drawing, Mark } from './drawing.ts';
import { INK, PALE_INK } from './figureStyle.ts';
import { textWidth } from './textWidth.ts';

/** A chart of lines, for paper. */
export interface ChartData {
  readonly lines: readonly ChartLine[];
  /** Points that are labelled, such as published figures. */
  readonly points: readonly { readonly title: string; readonly x: number; readonly y: number }[];
  readonly horizontal: ChartAxis;
  readonly vertical: ChartAxis;
  /** Positions on the horizontal axis with a thin upright line, such as the rows of a figure. */
  readonly marked: readonly number[];
}

export interface ChartLine {
  readonly title: string;
  readonly look: LineLook;
  /** By ascending x. */
  readonly points: readonly { readonly x: number; readonly y: number }[];
  /** True if each point has a dot. */
  readonly dots: boolean;
}

interface ChartAxis {
  readonly title: string;
  readonly min: number;
  readonly max: number;
}

/** In points. */
interface ChartSize {
  readonly width: number;
  readonly height: number;
  /** Of the text. */
  readonly text: number;
}

/** The tones of lines on white paper. */
const TONES: Readonly<Record<(typeof LINE_STYLES)[LineLook]['tone'], string>> = {
  accent: '#0069b4',
  text: '#14181c',
  muted: '#7a848e',
};
const GRID = '#d9dde1';
/** Points of a chart's line per pixel of its width on the screen. */
const LINE_SCALE = 0.5;
/** Radius of dots, in points. */
const DOT = 1.4;

/** Draws a chart with its legend above it. */
export function drawChart(data: ChartData, { width, height, text }: ChartSize): Drawing {
  const { lines, horizontal, vertical } = data;
  const yTicks = ticks(vertical, 5);
  const labelWidth = Math.max(...yTicks.map((value) => textWidth(tickText(value, yTicks), text)));
  const legend = legendMarks(lines, text, width);
  const left = 1.6 * text + labelWidth + 3;
  const plot = {
    left,
    right: width - 0.8 * text,
    top: legend.height + 0.6 * text,
    bottom: height - 3 * text,
  };
  const toX = (x: number) => plot.left + share(x, horizontal) * (plot.right - plot.left);
  const toY = (y: number) => plot.bottom - share(y, vertical) * (plot.bottom - plot.top);
  const xTicks = ticks(horizontal, Math.max(2, Math.floor((plot.right - plot.left) / (7 * text))));
  const label = { kind: 'text', size: text, bold: false, colour: PALE_INK } as const;
  const marks: Mark[] = [
    ...legend.marks,
    ...yTicks.map((y) => line(`M${plot.left} ${toY(y)}H${plot.right}`, GRID, 0.4)),
    ...yTicks.map(
      (y): Mark => ({
        ...label,
        ...{ text: tickText(y, yTicks), anchor: 'end', x: plot.left - 3, y: toY(y) + 0.35 * text },
      }),
    ),
    ...xTicks.map(
      (x): Mark => ({
        ...label,
        ...{ text: tickText(x, xTicks), anchor: 'middle', x: toX(x), y: plot.bottom + 1.2 * text },
      }),
    ),
    {
      ...label,
      ...{
        text: horizontal.title,
        anchor: 'middle',
        x: (plot.left + plot.right) / 2,
        y: height - 0.3 * text,
      },
    },
    {
      ...label,
      ...{
        text: vertical.title,
        anchor: 'middle',
        x: 0.8 * text,
        y: (plot.top + plot.bottom) / 2,
        upwards: true,
      },
    },
    line(`M${plot.left} ${plot.bottom}H${plot.right}`, PALE_INK, 0.5),
    ...data.marked.map((x) =>
      line(`M${toX(x)} ${plot.top}V${plot.bottom}`, PALE_INK, 0.5, [1, 1.5]),
    ),
    ...lines.flatMap((each) => lineMarks(each, toX, toY)),
    ...data.points.flatMap(({ title, x, y }): Mark[] => [
      line(circle(toX(x), toY(y), 1.6 * DOT), INK, 0.5),
      { ...label, ...{ text: title, anchor: 'start', x: toX(x) + 4, y: toY(y) - 2 } },
    ]),
  ];
  return { width, height, marks };
}

function lineMarks(
  { look, points, dots }: ChartLine,
  toX: (x: number) => number,
  toY: (y: number) => number,
): Mark[] {
  if (points.length === 0) return [];
  const { tone, width, dash } = LINE_STYLES[look];
  const places = points.map(({ x, y }) => ({ x: toX(x), y: toY(y) }));
  const commands = places.map(
    ({ x, y }, index) => `${index === 0 ? 'M' : 'L'}${round(x)} ${round(y)}`,
  );
  const dashes = dash.map((length) => length * LINE_SCALE);
  return [
    line(commands.join(''), TONES[tone], width * LINE_SCALE, dashes),
    ...(dots ? places.map(({ x, y }) => line(circle(x, y, DOT / 2), TONES[tone], DOT)) : []),
  ];
}

/** A sample of each line with its title, in as many rows as they need. */
function legendMarks(lines: readonly ChartLine[], text: number, width: number) {
  const [sample, near, far] = [14, 3, 10];
  const marks: Mark[] = [];
  let [x, row] = [0, 0];
  for (const { title, look } of lines) {
    const titleWidth = textWidth(title, text);
    if (x > 0 && x + sample + near + titleWidth > width) [x, row] = [0, row + 1];
    const y = (row + 0.75) * text * 1.3;
    const style = LINE_STYLES[look];
    const dashes = style.dash.map((length) => length * LINE_SCALE);
    marks.push(
      line(
        `M${x} ${y - 0.35 * text}h${sample}`,
        TONES[style.tone],
        style.width * LINE_SCALE,
        dashes,
      ),
      {
        ...{ kind: 'text', text: title, x: x + sample + near, y, anchor: 'start' },
        ...{ size: text, bold: false, colour: INK },
      },
    );
    x += sample + near + titleWidth + far;
  }
  return { marks, height: lines.length === 0 ? 0 : (row + 1) * text * 1.3 };
}

function line(commands: string, colour: string, width: number, dash: readonly number[] = []): Mark {
  const mark = { kind: 'path', commands, colour, width, place: { x: 0, y: 0, scale: 1 } } as const;
  return dash.length > 0 ? { ...mark, dash } : mark;
}

function circle(x: number, y: number, radius: number): string {
  return `M${round(x - radius)} ${round(y)}a${radius} ${radius} 0 1 0 ${2 * radius} 0a${radius} ${radius} 0 1 0 ${-2 * radius} 0`;
}

function share(value: number, { min, max }: ChartAxis): number {
  return max > min ? (value - min) / (max - min) : 0.5;
}

/** Round values on an axis: steps of 1, 2 or 5 times a power of ten. */
function ticks({ min, max }: ChartAxis, most: number): number[] {
  if (!(max > min)) return [min];
  const raw = (max - min) / most;
  const power = 10 ** Math.floor(Math.log10(raw));
  const step = ([1, 2, 5, 10].find((factor) => factor * power >= raw) ?? 10) * power;
  const first = Math.ceil(min / step - 1e-9);
  const last = Math.floor(max / step + 1e-9);
  return Array.from({ length: last - first + 1 }, (_, index) => (first + index) * step);
}

/** With as many decimals as the steps need. */
function tickText(value: number, all: readonly number[]): string {
  const [first = 0, second = first + 1] = all;
  const decimals = Math.max(0, -Math.floor(Math.log10(second - first) + 1e-9));
  return value.toFixed(decimals);
}

function round(value: number): number {
  return Number(value.toFixed(3));
}
