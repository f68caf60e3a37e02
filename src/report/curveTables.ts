import { count } from '../messageWords.ts';
import type { BjontegaardDelta } from '../scoring/bjontegaard.ts';
import { QUALITIES, type Quality } from './curvePoint.ts';
import { curveDeltas, extentText, type RateCurves } from './rateCurves.ts';
import type { Cell, Table } from './table.ts';

/** The points of rate curves as a table, to plot them elsewhere. */
export function pointTable(set: RateCurves, quality: Quality): Table {
  return {
    id: `rate-curves-${quality}`,
    caption: `${QUALITIES[quality].title} over bits per pixel: ${extentText(set)}.`,
    columns: [
      { key: 'curve', title: 'curve' },
      { key: 'vos', title: 'VOS' },
      { key: 'crf', title: 'CRF', decimals: 0 },
      { key: 'bpp', title: 'bpp', decimals: 4 },
      { key: quality, title: QUALITIES[quality].title, decimals: 4 },
      { key: 'sequences', title: 'sequences', decimals: 0 },
    ],
    rows: set.curves.flatMap(({ title, family, points }) =>
      points.map(({ crf, rate, quality: value }) => ({
        origin: 'measured' as const,
        cells: [title, family.network, crf, rate, value, set.sequences.length],
      })),
    ),
    notes: [`Means over ${set.sequences.join(', ')}, ${count(set.frames, 'frame')}.`],
  };
}

interface TitledPoint {
  readonly title: string;
  readonly rate: number;
  readonly quality: number;
}

/**
 * Everything that a rate chart draws as a table, for those who do not see it: every point of every
 * curve, levels without a rate, and published points.
 */
export function chartTable(
  curves: readonly {
    readonly title: string;
    readonly points: readonly Omit<TitledPoint, 'title'>[];
  }[],
  levels: readonly Omit<TitledPoint, 'rate'>[],
  published: readonly TitledPoint[],
  quality: Quality,
): Table {
  const { title: qualityTitle, decimals } = QUALITIES[quality];
  const measured = [
    ...curves.flatMap(({ title, points }) =>
      points.map(({ rate, quality: value }) => [title, rate, value]),
    ),
    ...levels.map(({ title, quality: value }) => [title, null, value]),
  ];
  return {
    id: `rate-chart-${quality}`,
    caption: `Points of the chart: ${qualityTitle} over bits per pixel.`,
    columns: [
      { key: 'curve', title: 'curve' },
      { key: 'bpp', title: 'bpp', decimals: 4 },
      { key: quality, title: qualityTitle, decimals },
    ],
    rows: [
      ...measured.map((cells) => ({ origin: 'measured' as const, cells })),
      ...published.map(({ title, rate, quality: value }) => ({
        origin: 'published' as const,
        cells: [`${title} (published)`, rate, value],
      })),
    ],
    notes: [],
  };
}

/** Bjøntegaard deltas of the curves against x265 of the same network. */
export function deltaTable(set: RateCurves, quality: Quality): Table {
  const { title } = QUALITIES[quality];
  const deltas = curveDeltas(set);
  return {
    id: `bjontegaard-${quality}`,
    caption: `Bjøntegaard deltas against x265 of the same network: ${extentText(set)}.`,
    columns: [
      { key: 'curve', title: 'curve' },
      { key: 'vos', title: 'VOS' },
      { key: 'bd_rate', title: `BD-rate at equal ${title}`, unit: '%', decimals: 1 },
      { key: 'bd_rate_overlap', title: 'overlap', unit: '%', decimals: 0 },
      { key: 'bd_rate_dominated', title: 'points left out', decimals: 0 },
      { key: 'bd_quality', title: `BD-${title} at equal rate`, decimals: 4 },
      { key: 'bd_quality_overlap', title: 'overlap', unit: '%', decimals: 0 },
    ],
    rows: deltas.map(({ curve, rate, quality: gain }) => ({
      origin: 'measured',
      cells: [curve.title, curve.family.network, ...figures(rate), ...figures(gain).slice(0, 2)],
    })),
    notes: [
      'Piecewise cubic interpolation (PCHIP) over the logarithm of the rate. Overlap: the part of the range of both curves over which the mean is taken. Points left out: points of a curve with more bits than another point of the same curve but no better quality; BD-rate ignores them.',
      ...deltas.flatMap(({ curve, rate, quality: gain }) =>
        [rate, gain].flatMap((delta) =>
          delta.value === null ? [`${curve.title}: ${delta.reason}`] : [],
        ),
      ),
    ],
  };
}

function figures(delta: BjontegaardDelta): Cell[] {
  if (delta.value === null) return [null, null, null];
  return [delta.value, delta.overlap * 100, delta.dominated];
}
