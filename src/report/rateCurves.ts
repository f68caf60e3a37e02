import { COMPUTED_COLUMNS, type ComputedColumn } from '../experiment/columns.ts';
import { meanResult } from '../experiment/result.ts';
import { groupByConfiguration } from '../experiment/resultFile.ts';
import type { ColumnResult, SequenceResult } from '../experiment/resultSchema.ts';
import { type BjontegaardDelta, bdQuality, bdRate } from '../scoring/bjontegaard.ts';
import { PUBLISHED_COSTS } from './publishedFigures.ts';

/** What a rate curve shows over the rate. */
export const QUALITIES = {
  JF: { title: 'J&F', pick: (column: ColumnQuality) => column.JF },
  psnrY: { title: 'PSNR-Y (dB)', pick: (column: ColumnQuality) => column.psnrY },
  ssimY: { title: 'SSIM-Y', pick: (column: ColumnQuality) => column.picture?.ssimY ?? null },
} as const;

export type Quality = keyof typeof QUALITIES;

type ColumnQuality = Pick<ColumnResult, 'JF' | 'psnrY' | 'picture'>;

/** A column's quality over its rate, a point for each CRF. */
export interface RateCurve {
  readonly column: ComputedColumn;
  readonly title: string;
  readonly network: string;
  /** By rising rate, bits per pixel. */
  readonly points: readonly {
    readonly crf: number;
    readonly rate: number;
    readonly quality: number;
  }[];
}

export interface RateCurves {
  readonly curves: readonly RateCurve[];
  /** Columns without a rate: VOS on the originals. */
  readonly levels: readonly { readonly title: string; readonly quality: number }[];
  /** The sequences that every point is a mean of. */
  readonly sequences: readonly string[];
  /** Those that some CRF lacks, so that no point can hold them. */
  readonly leftOut: readonly string[];
}

/**
 * Rate curves of results. Every point of a network's curves is a mean over the same sequences, those
 * that have a result at each of its CRFs: otherwise a curve would bend with its data.
 */
export function rateCurves(results: readonly SequenceResult[], quality: Quality): RateCurves {
  const groups = groupByConfiguration(results);
  const identities = groups.map(({ results: group }) => new Set(group.map(identity)));
  const isEverywhere = (result: SequenceResult) =>
    identities.every((known) => known.has(identity(result)));
  const common = results.filter(isEverywhere);
  const { pick } = QUALITIES[quality];
  const curves = new Map<string, RateCurve>();
  const levels = new Map<string, number>();
  for (const { configuration, results: group } of groupByConfiguration(common)) {
    const means = meanResult(group);
    for (const column of COMPUTED_COLUMNS) {
      const mean = means[column];
      const value = mean ? pick(mean) : null;
      if (!mean || value === null || Number.isNaN(value)) continue;
      if (column === 'original') {
        if (quality === 'JF') levels.set(`original (${configuration.network})`, value);
        continue;
      }
      if (!mean.bpp) continue;
      const key = JSON.stringify([column, mean.title, configuration.network, configuration.keyint]);
      const curve = curves.get(key) ?? {
        ...{ column, title: mean.title, network: configuration.network, points: [] },
      };
      const point = { crf: configuration.crf, rate: mean.bpp.total, quality: value };
      const points = [...curve.points, point].sort((a, b) => a.rate - b.rate);
      curves.set(key, { ...curve, points });
    }
  }
  const names = (of: readonly SequenceResult[]) => [...new Set(of.map(({ name }) => name))];
  return {
    curves: [...curves.values()],
    levels: [...levels].map(([title, value]) => ({ title, quality: value })),
    sequences: names(common),
    leftOut: names(results.filter((result) => !isEverywhere(result))),
  };
}

/** How a curve compares with x265's of the same network. */
export interface CurveDelta {
  readonly title: string;
  readonly network: string;
  /** Percent of bits at equal quality. */
  readonly rate: BjontegaardDelta;
  /** Quality at equal bits. */
  readonly quality: BjontegaardDelta;
}

/** Bjøntegaard deltas of every other curve against x265's. */
export function curveDeltas({ curves }: RateCurves): CurveDelta[] {
  return curves
    .filter(({ column }) => column !== 'x265')
    .flatMap(({ title, network, points }) => {
      const anchor = curves.find((curve) => curve.column === 'x265' && curve.network === network);
      if (!anchor) return [];
      return [
        {
          ...{ title, network },
          rate: bdRate(anchor.points, points),
          quality: bdQuality(anchor.points, points),
        },
      ];
    });
}

/** The published points for the chart: J&F only, the paper gives no picture quality. */
export function publishedPoints(quality: Quality) {
  if (quality !== 'JF') return [];
  return PUBLISHED_COSTS.map(({ codec, vos, bpp, JF }) => ({
    title: `${codec}, ${vos}`,
    rate: bpp,
    quality: JF,
  }));
}

function identity({ provenance: { input }, frames }: SequenceResult): string {
  return `${input} ${frames}`;
}
