import type { LineLook } from '../lineLook.ts';
import type { ChartData } from './chartDrawing.ts';

interface RatePoint {
  readonly rate: number;
  readonly quality: number;
}

/**
 * Quality over rate, as on the screen.
 *
 * @param levels horizontal lines, of results without a rate
 * @param published points with their titles
 */
export function rateChartData(
  lines: readonly {
    readonly title: string;
    readonly look: LineLook;
    readonly points: readonly RatePoint[];
  }[],
  levels: readonly { readonly title: string; readonly quality: number }[],
  published: readonly (RatePoint & { readonly title: string })[],
  qualityTitle: string,
): ChartData {
  const points = [...lines.flatMap((line) => line.points), ...published];
  const [left, right] = padded(points.map(({ rate }) => rate));
  const [low, high] = extent([...points, ...levels].map(({ quality }) => quality));
  const room = Math.max((high - low) * 0.1, 0.005);
  return {
    lines: [
      ...lines.map(({ title, look, points: ofLine }) => ({
        ...{ title, look, dots: true },
        points: ofLine
          .map(({ rate, quality }) => ({ x: rate, y: quality }))
          .toSorted((a, b) => a.x - b.x),
      })),
      ...levels.map(({ title, quality }) => ({
        ...{ title, look: 'level' as const, dots: false },
        points: [left, right].map((x) => ({ x, y: quality })),
      })),
    ],
    points: published.map(({ title, rate, quality }) => ({ title, x: rate, y: quality })),
    horizontal: { title: 'bits per pixel', min: left, max: right },
    vertical: { title: qualityTitle, min: low - room, max: high + room },
    marked: [],
  };
}

/** Adds a margin on both sides of the points. */
export function padded(rates: readonly (number | null)[]): [number, number] {
  const [min, max] = extent(rates);
  const room = Math.max((max - min) * 0.06, 0.0005);
  return [Math.max(0, min - room), max + room];
}

/** The least and the greatest of the known values; 0 and 1 if none is known. */
export function extent(values: readonly (number | null)[]): [number, number] {
  const known = values.filter((value) => value !== null && Number.isFinite(value)) as number[];
  return known.length > 0 ? [Math.min(...known), Math.max(...known)] : [0, 1];
}
