import {
  type ColumnGroup,
  columnGroupsByCrf,
  type Family,
  familyOf,
  familyText,
  groupMean,
  sameFamily,
} from '../results/columnGroups.ts';
import type { ComputedColumn } from '../results/columns.ts';
import { inputOf } from '../results/resultIdentity.ts';
import type { ColumnResult, SequenceResult } from '../results/resultSchema.ts';
import { type BjontegaardDelta, bdQuality, bdRate } from '../scoring/bjontegaard.ts';
import { commonInputs } from './commonInputs.ts';
import { PUBLISHED_COSTS } from './publishedFigures.ts';

type ColumnQuality = Pick<ColumnResult, 'JF' | 'psnrY' | 'picture'>;

/** What a rate curve shows over the rate. */
export const QUALITIES = {
  JF: { title: 'J&F', pick: (column: ColumnQuality) => column.JF },
  psnrY: { title: 'PSNR-Y (dB)', pick: (column: ColumnQuality) => column.psnrY },
  ssimY: { title: 'SSIM-Y', pick: (column: ColumnQuality) => column.picture?.ssimY ?? null },
} as const;

export type Quality = keyof typeof QUALITIES;

export interface CurvePoint {
  /** Null for another codec's: its setting is not known. */
  readonly crf: number | null;
  /** Bits per pixel, mean over the curve's sequences. */
  readonly rate: number;
  readonly quality: number;
}

/** A column's quality over its rate, a point for each CRF. */
export interface RateCurve {
  readonly column: ComputedColumn;
  /** With what tells it from other curves: `ours (compact, keyint 64)`. */
  readonly title: string;
  readonly family: Family;
  /** By rising rate. */
  readonly points: readonly CurvePoint[];
  /** Names of the sequences that every point is a mean of. */
  readonly sequences: readonly string[];
}

export interface RateCurves {
  readonly curves: readonly RateCurve[];
  /** Columns without a rate: VOS on the originals. */
  readonly levels: readonly { readonly title: string; readonly quality: number }[];
  /** What no curve could take in, a sentence each. */
  readonly leftOut: readonly string[];
}

/**
 * Rate curves of results. All points of a family's curves (one network, key frame distance, provider,
 * length and programs) are means over the same sequences, as many points and sequences as fit together:
 * otherwise a curve would bend with its data.
 */
export function rateCurves(results: readonly SequenceResult[], quality: Quality): RateCurves {
  const groups = columnGroupsByCrf(results);
  const coded = groups.filter(({ column, crf }) => isX265(column) && crf !== null);
  const families = new Map<string, ColumnGroup[]>();
  for (const group of coded) {
    const key = JSON.stringify(familyOf(group));
    families.set(key, [...(families.get(key) ?? []), group]);
  }
  const curves: RateCurve[] = [];
  const leftOut: string[] = [];
  for (const family of families.values()) {
    const { sets, inputs } = commonInputs(
      family.map((group) => ({ group, inputs: new Set(group.members.map(inputOf)) })),
    );
    const all = new Set(family.flatMap(({ members }) => members.map(({ result }) => result.name)));
    const names = new Set<string>();
    for (const { column, variant } of kindsOf(family)) {
      const own = sets.filter(({ group }) => group.column === column && group.variant === variant);
      const points = own.flatMap(({ group }) => pointOf(group, inputs, quality));
      const [first] = own;
      if (points.length === 0 || !first) continue;
      const sequences = first.group.members
        .filter((member) => inputs.has(inputOf(member)))
        .map(({ result }) => result.name);
      for (const name of sequences) names.add(name);
      const title = [column, variant].filter(Boolean).join(', ');
      curves.push(curveOf(column, title, first.group, points, sequences, coded));
    }
    const missing = [...all].filter((name) => !names.has(name));
    if (missing.length > 0) leftOut.push(`${missing.join(', ')}: not at every CRF`);
    const thin = family.filter((group) => !sets.some((set) => set.group === group));
    const thinTitles = [...new Set(thin.map(({ title }) => title))];
    if (thinTitles.length > 0) leftOut.push(`${thinTitles.join(', ')}: too few sequences`);
  }
  return {
    curves: [...curves, ...importedCurves(groups, quality)],
    levels: quality === 'JF' ? levelsOf(groups) : [],
    leftOut,
  };
}

/** The columns, and of ours its variants, of which each is a curve. */
function kindsOf(family: readonly ColumnGroup[]): Pick<ColumnGroup, 'column' | 'variant'>[] {
  const kinds = family.map(({ column, variant }) => JSON.stringify({ column, variant }));
  return [...new Set(kinds)].map((kind) => JSON.parse(kind));
}

/** How a curve compares with x265's of the same family. */
export interface CurveDelta {
  readonly title: string;
  /** Percent of bits at equal quality. */
  readonly rate: BjontegaardDelta;
  /** Quality at equal bits. */
  readonly quality: BjontegaardDelta;
}

/** Bjøntegaard deltas of every other curve against x265's of its family and sequences. */
export function curveDeltas({ curves }: Pick<RateCurves, 'curves'>): CurveDelta[] {
  return curves
    .filter(({ column }) => column !== 'x265')
    .flatMap(({ title, family, points, sequences, column }) => {
      const anchor = curves.find(
        (curve) =>
          curve.column === 'x265' &&
          curve.sequences.join() === sequences.join() &&
          // Another codec has no key frame distance of ours.
          sameFamily(
            curve.family,
            column === 'imported' ? { ...family, keyint: curve.family.keyint } : family,
          ),
      );
      if (!anchor) return [];
      return [
        {
          title,
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

/** Another codec's imports of one sequence under one title make a curve, a point for each rate. */
function importedCurves(groups: readonly ColumnGroup[], quality: Quality): RateCurve[] {
  const imported = groups.filter(({ column }) => column === 'imported');
  const curves = new Map<string, RateCurve>();
  for (const group of imported) {
    for (const member of group.members) {
      const points = pointOf({ members: [member], crf: null }, null, quality);
      const key = JSON.stringify([group.title, inputOf(member), familyOf(group)]);
      const before = curves.get(key)?.points ?? [];
      const { name } = member.result;
      const title = `${group.title} (${name})`;
      curves.set(key, curveOf('imported', title, group, [...before, ...points], [name], imported));
    }
  }
  return [...curves.values()].filter(({ points }) => points.length > 0);
}

function levelsOf(groups: readonly ColumnGroup[]): RateCurves['levels'] {
  const originals = groups.filter(({ column }) => column === 'original');
  return originals.map((group) => ({
    title: `original (${[group.network, familyText(group, originals)].filter(Boolean).join(', ')})`,
    quality: groupMean(group).JF,
  }));
}

function curveOf(
  column: ComputedColumn,
  title: string,
  group: ColumnGroup,
  points: readonly CurvePoint[],
  sequences: readonly string[],
  all: readonly ColumnGroup[],
): RateCurve {
  const severalNetworks = new Set(all.map(({ network }) => network)).size > 1;
  const parts = [severalNetworks ? group.network : '', familyText(group, all)].filter(Boolean);
  return {
    column,
    title: parts.length > 0 ? `${title} (${parts.join(', ')})` : title,
    family: familyOf(group),
    points: points.toSorted((a, b) => a.rate - b.rate),
    sequences: sequences.toSorted(),
  };
}

/** @param inputs those that count; null for all */
function pointOf(
  { members, crf }: Pick<ColumnGroup, 'members' | 'crf'>,
  inputs: ReadonlySet<string> | null,
  quality: Quality,
): CurvePoint[] {
  const counted = members.filter((member) => inputs?.has(inputOf(member)) ?? true);
  if (counted.length === 0) return [];
  const mean = groupMean({ members: counted });
  const value = QUALITIES[quality].pick(mean);
  if (!mean.bpp || value === null || !Number.isFinite(value)) return [];
  return [{ crf, rate: mean.bpp.total, quality: value }];
}

function isX265(column: ComputedColumn): boolean {
  return column === 'x265' || column === 'ours';
}
