import { objectShares, type Share } from '../hevc/objectBits.ts';
import { BORDER_PIXELS } from '../hevc/objectRegions.ts';
import { type ColumnGroup, columnGroups, type GroupMember } from '../results/columnGroups.ts';
import type { SequenceResult } from '../results/resultSchema.ts';
import { extentNotes } from './differences.ts';
import { titleIn } from './groupTitles.ts';
import type { Cell, Table, TableColumn, TableRow } from './table.ts';

/** How much of each HEVC video the objects, their border and the background got. */
export function objectBitsTable(results: readonly SequenceResult[]): Table {
  const groups = columnGroups(results);
  const rows = groups.flatMap((group) => rowsOf(group, titleIn(group, groups)));
  return {
    id: 'object-bits',
    caption: 'Bits of the objects: share of the area and of the bits.',
    columns: [
      { key: 'sequence', title: 'sequence' },
      { key: 'codec', title: 'codec' },
      { key: 'frames', title: 'frames', decimals: 0 },
      { key: 'crf', title: 'CRF', decimals: 0 },
      percent('object_area', 'object: area'),
      percent('object_bits', 'object: bits'),
      { key: 'object_density', title: 'object: bits ÷ area', decimals: 2 },
      percent('border_area', 'border: area'),
      percent('border_bits', 'border: bits'),
      percent('background_area', 'background: area'),
      percent('background_bits', 'background: bits'),
    ],
    rows: [...rows.filter(({ isMean }) => !isMean), ...rows.filter(({ isMean }) => isMean)].map(
      ({ cells }): TableRow => ({ origin: 'measured', cells }),
    ),
    notes: [
      ...(rows.length === 0 ? [NO_ROWS] : []),
      'Object: the pixels of all objects in the annotations. Bits ÷ area: above 1, a pixel of an object has more bits than the mean pixel.',
      `Border: the pixels within ${BORDER_PIXELS} of an object’s boundary, on both sides; ${BORDER_PIXELS} is the side of the smallest coding unit. Its inner half is also part of the object, so that the shares add up to more than 100%. Background: neither object nor border.`,
      'A coding unit’s bits are spread evenly over its pixels: inside a unit the stream does not say where they belong. Headers, sample adaptive offset and messages belong to no unit and are not counted.',
      'Bits say what was hard to predict or what the encoder chose to keep, not how good it looks: a still object is skipped, has few bits, and can be perfect.',
      'The mean over sequences counts each sequence once.',
      ...extentNotes(results),
    ],
  };
}

const NO_ROWS =
  'No column has these figures: they need an HEVC video and annotations. Results of earlier versions lack them; run the experiment again.';

interface Row {
  readonly isMean: boolean;
  readonly cells: readonly Cell[];
}

function rowsOf(group: ColumnGroup, title: string): Row[] {
  const known = group.members.flatMap((member) => {
    const shares = member.column.objectBits && objectShares(member.column.objectBits);
    return shares ? [{ ...member, shares: [shares.object, shares.border, shares.background] }] : [];
  });
  const rows = known.map(
    ({ result, column, shares }): Row => ({
      isMean: false,
      cells: [result.name, title, annotatedFrames(column), column.crf, ...cells(shares)],
    }),
  );
  if (known.length < 2) return rows;
  const mean = [0, 1, 2].map((part) => meanOf(known.map(({ shares }) => shares[part] as Share)));
  const frames = known.reduce((sum, { column }) => sum + annotatedFrames(column), 0);
  const name = `mean of ${known.length}`;
  return [...rows, { isMean: true, cells: [name, title, frames, group.crf, ...cells(mean)] }];
}

function cells([object, border, background]: readonly Share[]): Cell[] {
  const both = (share: Share | undefined) =>
    share ? [100 * share.area, 100 * share.bits] : [null, null];
  const density = object && object.area > 0 ? object.bits / object.area : null;
  return [...both(object), density, ...both(border), ...both(background)];
}

function annotatedFrames({ objectBits }: GroupMember['column']): number {
  return objectBits?.frames.area.filter((share) => share !== null).length ?? 0;
}

function meanOf(shares: readonly Share[]): Share {
  const mean = (part: keyof Share) =>
    shares.reduce((sum, share) => sum + share[part], 0) / shares.length;
  return { area: mean('area'), bits: mean('bits') };
}

function percent(key: string, title: string): TableColumn {
  return { key, title, unit: '%', decimals: 1 };
}
