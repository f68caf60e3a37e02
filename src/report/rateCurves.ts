import { count } from '../messageWords.ts';
import {
  type ColumnGroup,
  columnGroupsByCrf,
  type GroupMember,
  groupMean,
} from '../results/columnGroups.ts';
import type { ColumnKind } from '../results/columnSpec.ts';
import { type Family, familyOf, familyText, sameFamily } from '../results/family.ts';
import { settingsText } from '../results/groupTitle.ts';
import { inputOf } from '../results/resultIdentity.ts';
import type { SequenceResult } from '../results/resultSchema.ts';
import { type BjontegaardDelta, bdQuality, bdRate } from '../scoring/bjontegaard.ts';
import { commonInputs } from './commonInputs.ts';
import { type CurvePoint, pointOf, type Quality } from './curvePoint.ts';

/** The quality of a column over its rate, with a point for each CRF. */
export interface RateCurve {
  readonly kind: ColumnKind;
  /**
   * Everything that decides the column apart from its rate, e.g. `ours, keyint 8, mask quality 43
   * (stcn)`; network, provider and programs only if they differ from other curves.
   */
  readonly title: string;
  readonly family: Family;
  /** By rising rate. */
  readonly points: readonly CurvePoint[];
}

/** Rate curves over the same sequences with the same number of frames. */
export interface RateCurves {
  /** Identifies the sequences and their frames, also after results were added. */
  readonly id: string;
  /** Names of the sequences over which each point is a mean. */
  readonly sequences: readonly string[];
  /** Frames of all sequences together. */
  readonly frames: number;
  readonly curves: readonly RateCurve[];
  /** Columns without a rate: VOS on the originals. */
  readonly levels: readonly { readonly title: string; readonly quality: number }[];
  /** Sequences and CRFs that are in none of these curves, with the reason; one text each. */
  readonly leftOut: readonly string[];
}

/**
 * Rate curves of results: one set for each sequence with each number of frames, and one for each
 * choice of sequences whose means a family (same network, key frame distance, provider, length and
 * programs) allows, see {@link commonInputs}. All curves of a set are over the same frames, because
 * otherwise the choice of sequences would distort them; curves over other frames are in other sets.
 *
 * @returns means over several sequences first, most frames first
 */
export function rateCurves(results: readonly SequenceResult[], quality: Quality): RateCurves[] {
  const groups = columnGroupsByCrf(results);
  const choices = new Map<string, Choice>();
  const add = (inputs: ReadonlySet<string>, leftOut: readonly string[]) => {
    const id = JSON.stringify([...inputs].sort());
    const before = choices.get(id)?.leftOut ?? [];
    choices.set(id, { id, inputs, leftOut: [...new Set([...before, ...leftOut])] });
  };
  for (const family of familiesOf(groups)) {
    const { inputs } = commonInputs(
      family.map(({ members }) => ({ inputs: new Set(members.map(inputOf)) })),
    );
    if (inputs.size > 1) add(inputs, leftOutOf(family, inputs));
  }
  for (const { members } of groups.filter(hasRate)) {
    for (const member of members) add(new Set([inputOf(member)]), []);
  }
  return [...choices.values()]
    .map((choice) => curvesOver(choice, groups, quality))
    .filter(({ curves }) => curves.length > 0)
    .sort(byExtent);
}

/** What a set of curves is over, e.g. `dog, 60 frames` or `dog and libby, 109 frames`. */
export function extentText({ sequences, frames }: RateCurves): string {
  const names = sequences.length > 3 ? `${sequences.length} sequences` : sequences.join(' and ');
  return `${names}, ${count(frames, 'frame')}`;
}

function byExtent(a: RateCurves, b: RateCurves): number {
  const single = (curves: RateCurves) => Number(curves.sequences.length === 1);
  return single(a) - single(b) || b.frames - a.frames || a.id.localeCompare(b.id);
}

/** Sequences, as keys of their inputs, over which curves are means. */
interface Choice {
  readonly id: string;
  readonly inputs: ReadonlySet<string>;
  readonly leftOut: readonly string[];
}

function curvesOver(
  { id, inputs, leftOut }: Choice,
  all: readonly ColumnGroup[],
  quality: Quality,
) {
  // A mean over fewer sequences would be a point of another curve.
  const groups = all
    .filter((group) => covers(group, inputs))
    .map((group) => ({
      ...group,
      members: group.members.filter((member) => inputs.has(inputOf(member))),
    }));
  const rated = groups.filter(hasRate);
  const curves = new Map<string, { group: ColumnGroup; points: CurvePoint[] }>();
  for (const group of rated) {
    const key = JSON.stringify([familyOf(group), titleOf(group)]);
    const curve = curves.get(key) ?? { group, points: [] };
    curve.points.push(...pointOf(group, quality));
    curves.set(key, curve);
  }
  const members = membersOf(groups);
  return {
    id,
    sequences: members.map(({ result }) => result.name).sort(),
    frames: members.reduce((sum, { result }) => sum + result.frames, 0),
    curves: [...curves.values()]
      .filter(({ points }) => points.length > 0)
      .map(({ group, points }) => curveOf(group, points, rated)),
    levels: quality === 'JF' ? levelsOf(groups) : [],
    leftOut,
  };
}

/** True if the group has a member for each of the inputs. */
function covers({ members }: ColumnGroup, inputs: ReadonlySet<string>): boolean {
  const own = new Set(members.map(inputOf));
  return [...inputs].every((input) => own.has(input));
}

/** One member for each input. */
function membersOf(groups: readonly ColumnGroup[]): GroupMember[] {
  const members = groups.flatMap((group) => group.members);
  return [...new Map(members.map((member) => [inputOf(member), member])).values()];
}

/** Groups of the same family that x265 encoded here at one CRF. */
function familiesOf(groups: readonly ColumnGroup[]): ColumnGroup[][] {
  const families = new Map<string, ColumnGroup[]>();
  for (const group of groups.filter(({ crf }) => crf !== null)) {
    const key = JSON.stringify(familyOf(group));
    families.set(key, [...(families.get(key) ?? []), group]);
  }
  return [...families.values()];
}

/** Sequences and CRFs of a family that means over these inputs leave out, with the reason. */
function leftOutOf(family: readonly ColumnGroup[], inputs: ReadonlySet<string>): string[] {
  const missing = membersOf(family)
    .filter((member) => !inputs.has(inputOf(member)))
    .map(({ result }) => result.name);
  const thin = family.filter((group) => !covers(group, inputs)).map(({ title }) => title);
  return [
    ...(missing.length > 0 ? [`${missing.join(', ')}: not at every CRF`] : []),
    ...(thin.length > 0 ? [`${thin.join('; ')}: too few sequences`] : []),
  ];
}

/** Bjøntegaard deltas of a curve. */
export interface CurveDelta {
  readonly curve: RateCurve;
  /** BD-rate: difference of bits at equal quality, percent. */
  readonly rate: BjontegaardDelta;
  /** Difference of quality at equal bits, in the unit of the quality. */
  readonly quality: BjontegaardDelta;
}

/** Bjøntegaard deltas of all other curves against x265 of the same family. */
export function curveDeltas({ curves }: Pick<RateCurves, 'curves'>): CurveDelta[] {
  return curves
    .filter(({ kind }) => kind !== 'x265')
    .flatMap((curve) => {
      const { family, kind, points } = curve;
      const anchor = curves.find(
        (other) =>
          other.kind === 'x265' &&
          // Imports have no key frame distance.
          sameFamily(
            other.family,
            kind === 'imported' ? { ...family, keyint: other.family.keyint } : family,
          ),
      );
      if (!anchor) return [];
      return [
        {
          curve,
          rate: bdRate(anchor.points, points),
          quality: bdQuality(anchor.points, points),
        },
      ];
    });
}

function levelsOf(groups: readonly ColumnGroup[]): RateCurves['levels'] {
  const originals = groups.filter(({ kind }) => kind === 'original');
  return originals.map((group) => ({
    title: `original (${[group.network, familyText(group, originals)].filter(Boolean).join(', ')})`,
    quality: groupMean(group).JF,
  }));
}

function curveOf(
  group: ColumnGroup,
  points: readonly CurvePoint[],
  all: readonly ColumnGroup[],
): RateCurve {
  const severalNetworks = new Set(all.map(({ network }) => network)).size > 1;
  const parts = [severalNetworks ? group.network : '', familyText(group, all)].filter(Boolean);
  const title = titleOf(group);
  return {
    kind: group.kind,
    title: parts.length > 0 ? `${title} (${parts.join(', ')})` : title,
    family: familyOf(group),
    points: points.toSorted((a, b) => a.rate - b.rate),
  };
}

/** What all points of a curve have in common. Imports with the same title are one curve. */
function titleOf({ kind, spec, title }: ColumnGroup): string {
  if (kind === 'imported') return title;
  return [kind, settingsText(spec)].filter(Boolean).join(', ');
}

/** True for columns that are points of a curve: encoded here at one CRF, or imported. */
function hasRate({ kind, crf }: ColumnGroup): boolean {
  return crf !== null || kind === 'imported';
}
