import { count } from '../../messageWords.ts';

interface RatePoint {
  readonly rate: number;
  readonly quality: number;
}

interface TitledPoints {
  readonly title: string;
  readonly points: readonly RatePoint[];
}

/**
 * A rate chart in a sentence, e.g. `J&F over bits per pixel: ours from 0.712 at 0.0100 to 0.801 at
 * 0.0300; original 0.840; 2 published points.`
 *
 * @param levels results without a rate
 * @param published number of published points
 */
export function rateSummary(
  lines: readonly TitledPoints[],
  levels: readonly { readonly title: string; readonly quality: number }[],
  published: number,
  quality: { readonly title: string; readonly format: (value: number) => string },
): string {
  const place = (point: RatePoint) => `${quality.format(point.quality)} at ${rateText(point.rate)}`;
  const parts = [
    ...lines.flatMap(({ title, points }) => {
      const [first, ...others] = points.toSorted((a, b) => a.rate - b.rate);
      const last = others.at(-1);
      if (!first) return [];
      return last ? `${title} from ${place(first)} to ${place(last)}` : `${title} ${place(first)}`;
    }),
    ...levels.map((level) => `${level.title} ${quality.format(level.quality)}`),
    ...(published > 0 ? [count(published, 'published point')] : []),
  ];
  return `${quality.title} over bits per pixel: ${parts.length > 0 ? parts.join('; ') : 'nothing is known yet'}.`;
}

/** Bits per pixel, four decimals as in the tables. */
export function rateText(rate: number): string {
  return rate.toFixed(4);
}
