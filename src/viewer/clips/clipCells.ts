import type { ColumnState } from '../../experiment/experimentState.ts';
import type { Look } from '../../rendering/look.ts';
import type { ShownPicture } from '../../rendering/shownPicture.ts';
import { columnNames } from '../../results/columnNames.ts';
import { summarizeSequence } from '../../scoring/statistics.ts';
import { formatScore } from '../format.ts';
import { lookOf, missingFor, pictureOf } from '../pictureOf.ts';
import type { ViewState } from '../viewState.ts';

/** What the view shows in a place of its own: a column, or two of them in one picture. */
export interface ClipCell {
  /** The columns whose frames it needs. */
  readonly columns: readonly ColumnState[];
  /** What it shows at a frame, all of whose columns are there. */
  readonly at: (index: number) => ClipPicture;
}

export interface ClipPicture {
  /** Drawn one over the other. */
  readonly parts: readonly PicturePart[];
  /** At the two ends of its label; either may be empty. */
  readonly left: string;
  readonly right: string;
  /** A remark on the picture, such as why its layer is not drawn; null for none. */
  readonly note: string | null;
}

export interface PicturePart {
  readonly picture: ShownPicture;
  readonly look: Look;
  /** Where it begins, as a share of the width, 0..1. */
  readonly from: number;
}

/** Seconds for which each of two blinking pictures is shown. */
const BLINK_SECONDS = 0.5;

/**
 * The columns on the screen: all of them, the enlarged one, or the pair.
 *
 * @param columns all columns
 * @param frameRate of the clip
 */
export function clipCells(
  columns: readonly ColumnState[],
  view: ViewState,
  frameRate: number,
): readonly ClipCell[] {
  const names = columnNames(columns);
  const named = columns.map((column, index) => ({ column, name: names[index] ?? column.title }));
  const withKey = (key: string | undefined) => named.find(({ column }) => column.key === key);
  const [first, second] = [withKey(view.pair?.first), withKey(view.pair?.second)];
  if (view.pair && first && second) {
    return [pairCell([first, second], columns, view, view.pair, frameRate)];
  }
  const enlarged = withKey(view.enlarged ?? undefined);
  return (enlarged ? [enlarged] : named).map((one) => ({
    columns: [one.column],
    at: (index) => single(one, columns, view, index),
  }));
}

interface NamedColumn {
  readonly column: ColumnState;
  readonly name: string;
}

function single(
  { column, name }: NamedColumn,
  columns: readonly ColumnState[],
  view: ViewState,
  index: number,
): ClipPicture {
  const part = { ...partOf(column, columns, view, index), from: 0 };
  return {
    parts: [part],
    left: name,
    right: columnFigures(column, name, view.enhancement),
    note: missingFor(part.look.layer, part.picture),
  };
}

function pairCell(
  [a, b]: readonly [NamedColumn, NamedColumn],
  columns: readonly ColumnState[],
  view: ViewState,
  { how, at }: NonNullable<ViewState['pair']>,
  frameRate: number,
): ClipCell {
  const of = (one: NamedColumn, index: number) => single(one, columns, view, index);
  const labelOf = ({ left, right }: ClipPicture) => [left, right].filter(Boolean).join(' · ');
  const both = [a.column, b.column];
  switch (how) {
    case 'blink': {
      const frames = Math.max(1, Math.round(BLINK_SECONDS * frameRate));
      return {
        columns: both,
        at: (index) => of(Math.floor(index / frames) % 2 === 0 ? a : b, index),
      };
    }
    case 'wipe':
      return {
        columns: both,
        at(index) {
          const [left, right] = [of(a, index), of(b, index)];
          const moved = right.parts.map((part) => ({ ...part, from: at }));
          return {
            parts: [...left.parts, ...moved],
            left: labelOf(left),
            right: labelOf(right),
            note: left.note ?? right.note,
          };
        },
      };
    case 'difference':
      return {
        columns: both,
        at(index) {
          const { frames } = partOf(a.column, columns, view, index).picture;
          const { picture, look } = partOf(b.column, columns, view, index);
          // As on the screen (`pairPictures`): the second against the first, which gives the sign.
          const compared = { ...picture, original: frames };
          return {
            parts: [{ picture: compared, look: { ...look, layer: 'difference' }, from: 0 }],
            left: `Difference of ${a.name} and ${b.name}`,
            right: '',
            note: null,
          };
        },
      };
  }
}

function partOf(
  column: ColumnState,
  columns: readonly ColumnState[],
  view: ViewState,
  index: number,
): Omit<PicturePart, 'from'> {
  const picture = pictureOf(column, columns, index, view);
  if (!picture) throw new Error(`frame ${index} of a column is not there`);
  return { picture, look: lookOf(view, column.key) };
}

/** The CRF, unless the name has it, and J&F of the whole sequence, e.g. `CRF 45 · J&F 0.731`. */
function columnFigures(column: ColumnState, name: string, enhancement: boolean): string {
  const { crf, scores, spec } = column;
  const { JF } = summarizeSequence(scores);
  const rate = crf === null ? '' : `CRF ${crf}`;
  return [
    spec.enhanced && !enhancement ? 'not enhanced' : '',
    name.includes(rate) ? '' : rate,
    Number.isNaN(JF) ? '' : `J&F ${formatScore(JF)}`,
  ]
    .filter(Boolean)
    .join(' · ');
}
