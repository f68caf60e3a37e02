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

/** The quality measures that a rate curve can show. */
export const QUALITIES = {
  JF: { title: 'J&F', pick: (column: ColumnQuality) => column.JF },
  psnrY: { title: 'PSNR-Y (dB)', pick: (column: ColumnQuality) => column.psnrY },
  ssimY: { title: 'SSIM-Y', pick: (column: ColumnQuality) => column.picture?.ssimY ?? null },
} as const;

export type Quality = keyof typeof QUALITIES;

export interface CurvePoint {
  /** Null for imports. */
  readonly crf: number | null;
  /** Bits per pixel, mean over the curve's sequences. */
  readonly rate: number;
  readonly quality: number;
}

/** The quality of a column over its rate, with a point for each CRF. */
export interface RateCurve {
  readonly column: ComputedColumn;
  /** Title with the settings that differ from other curves, e.g. `ours (compact, keyint 64)`. */
  readonly title: string;
  readonly family: Family;
  /** By rising rate. */
  readonly points: readonly CurvePoint[];
  /** Names of the sequences over which each point is a mean. */
  readonly sequences: readonly string[];
}

export interface RateCurves {
  readonly curves: readonly RateCurve[];
  /** Columns without a rate: VOS on the originals. */
  readonly levels: readonly { readonly title: string; readonly quality: number }[];
  /** Sequences and CRFs that are not part of any curve, with the reason; one text each. */
  readonly leftOut: readonly string[];
}

/**
 * Rate curves of results. All points of a family's curves (same network, key frame distance,
 * provider, length and programs) are means over the same sequences, because otherwise the choice of
 * sequences would distort the curve. CRFs and sequences are selected by {@link commonInputs}.
 */
export function rateCurves(results: readonly SequenceResult[], quality: Quality): RateCurves {
  const groups = columnGroupsByCrf(results);
  const encoded = groups.filter(({ column, crf }) => isX265(column) && crf !== null);
  const families = new Map<string, ColumnGroup[]>();
  for (const group of encoded) {
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
      curves.push(curveOf(column, title, first.group, points, sequences, encoded));
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

/** The columns and, for ours, the variants that have a curve each. */
function kindsOf(family: readonly ColumnGroup[]): Pick<ColumnGroup, 'column' | 'variant'>[] {
  const kinds = family.map(({ column, variant }) => JSON.stringify({ column, variant }));
  return [...new Set(kinds)].map((kind) => JSON.parse(kind));
}

/** Bjøntegaard deltas of a curve. */
export interface CurveDelta {
  readonly title: string;
  /** BD-rate: difference of bits at equal quality, percent. */
  readonly rate: BjontegaardDelta;
  /** Difference of quality at equal bits, in the unit of the quality. */
  readonly quality: BjontegaardDelta;
}

/** Bjøntegaard deltas of all other curves against x265 of the same family and sequences. */
export function curveDeltas({ curves }: Pick<RateCurves, 'curves'>): CurveDelta[] {
  return curves
    .filter(({ column }) => column !== 'x265')
    .flatMap(({ title, family, points, sequences, column }) => {
      const anchor = curves.find(
        (curve) =>
          curve.column === 'x265' &&
          curve.sequences.join() === sequences.join() &&
          // Imports have no key frame distance.
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

/** The published points for the chart. The paper reports J&F only, no picture quality. */
export function publishedPoints(quality: Quality) {
  if (quality !== 'JF') return [];
  return PUBLISHED_COSTS.map(({ codec, vos, bpp, JF }) => ({
    title: `${codec}, ${vos}`,
    rate: bpp,
    quality: JF,
  }));
}

/** Imports of one sequence with the same title form a curve, with a point for each import. */
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

/**
 * @param inputs the inputs to average over; null for all
 * @returns a point, or none if it has no rate or quality
 */
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
