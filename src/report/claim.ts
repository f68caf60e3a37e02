import {
  type ColumnGroup,
  columnGroups,
  type GroupMember,
  groupMean,
} from '../results/columnGroups.ts';
import type { ColumnMean } from '../results/columnMean.ts';
import { sameFamily } from '../results/family.ts';
import { inputOf } from '../results/resultIdentity.ts';
import type { SequenceResult } from '../results/resultSchema.ts';
import { titleIn } from './groupTitles.ts';

/** Ours against x265: the published claim is fewer bits and better masks. */
export interface Claim {
  /** The VOS network of all columns. */
  readonly network: string;
  /** Titles of the two columns, with all their settings. */
  readonly titles: { readonly x265: string; readonly ours: string };
  /** Means over the same sequences. */
  readonly x265: ColumnMean;
  readonly ours: ColumnMean;
  /** VOS on the originals of the same sequences; null if one of them lacks it. */
  readonly original: ColumnMean | null;
  /** Bits of ours, masks included, as a share of those of x265; null if one is not known. */
  readonly bitsRatio: number | null;
  /** The same for whole bare streams with their headers; null for older results. */
  readonly wholeBitsRatio: number | null;
  /** J&F of ours as a share of that of VOS on the originals; null if that is not known. */
  readonly ratioToOriginal: number | null;
  /** J&F of ours as a share of that of x265. */
  readonly ratioToX265: number;
  /** Names of the sequences. */
  readonly sequences: readonly string[];
  readonly frames: number;
}

/**
 * One claim for each pair of columns, ours and x265 with VOS, that are together in results and have
 * the same network, provider, length and programs. Both were encoded here. Means are over the
 * sequences whose result has both.
 *
 * @returns in the order of tables
 */
export function claims(results: readonly SequenceResult[]): Claim[] {
  const groups = columnGroups(results);
  const encoded = groups.filter(({ encodedHere }) => encodedHere);
  const x265s = encoded.filter(({ kind, spec }) => kind === 'x265' && spec.masks.source === 'vos');
  const ours = encoded.filter(({ kind, spec }) => kind === 'ours' && spec.masks.source !== 'truth');
  const together = inputsTogether(results);
  return ours.flatMap((our) =>
    x265s
      .filter((x265) => comparable(x265, our))
      .flatMap((x265) => claimOf(x265, our, groups, together(x265, our))),
  );
}

/** The inputs of the results that have a column of both groups. */
function inputsTogether(results: readonly SequenceResult[]) {
  const keyed = results.map((result) => ({
    input: inputOf({ result }),
    keys: new Set(columnGroups([result]).map(({ key }) => key)),
  }));
  return (a: ColumnGroup, b: ColumnGroup): ReadonlySet<string> =>
    new Set(
      keyed.filter(({ keys }) => keys.has(a.key) && keys.has(b.key)).map(({ input }) => input),
    );
}

/** The key frame distance may differ: the titles name it. */
function comparable(x265: ColumnGroup, ours: ColumnGroup): boolean {
  return sameFamily(withoutKeyint(x265), withoutKeyint(ours));
}

function claimOf(
  x265: ColumnGroup,
  ours: ColumnGroup,
  groups: readonly ColumnGroup[],
  inputs: ReadonlySet<string>,
): Claim[] {
  if (inputs.size === 0) return [];
  const members = membersOf(x265, inputs);
  const originals = groups.find(
    (group) => group.kind === 'original' && sameFamily(withoutKeyint(group), withoutKeyint(ours)),
  );
  // The originals do not depend on the codec: they may be in other results of the same inputs.
  const found = originals ? membersOf(originals, inputs) : [];
  const means = {
    x265: groupMean({ members }),
    ours: groupMean({ members: membersOf(ours, inputs) }),
    original: found.length === inputs.size ? groupMean({ members: found }) : null,
  };
  return [
    {
      ...means,
      network: ours.network,
      titles: { x265: titleIn(x265, groups), ours: titleIn(ours, groups) },
      bitsRatio: ratio(bitsOf(means.ours), bitsOf(means.x265)),
      wholeBitsRatio: ratio(wholeBitsOf(means.ours), wholeBitsOf(means.x265)),
      ratioToOriginal: means.original && means.ours.JF / means.original.JF,
      ratioToX265: means.ours.JF / means.x265.JF,
      sequences: members.map(({ result }) => result.name),
      frames: members.reduce((sum, { result }) => sum + result.frames, 0),
    },
  ];
}

/** Bits per pixel with masks, without headers. */
function bitsOf({ bpp }: ColumnMean): number | null {
  return bpp?.total ?? null;
}

/** Bits per pixel of the whole bare stream. */
function wholeBitsOf({ bpp, headerBpp }: ColumnMean): number | null {
  return bpp && headerBpp !== null ? bpp.total + headerBpp : null;
}

function ratio(part: number | null, of: number | null): number | null {
  return part !== null && of ? part / of : null;
}

function membersOf({ members }: ColumnGroup, inputs: ReadonlySet<string>): GroupMember[] {
  return members.filter((member) => inputs.has(inputOf(member)));
}

function withoutKeyint(group: ColumnGroup): ColumnGroup {
  return { ...group, keyint: 0 };
}
