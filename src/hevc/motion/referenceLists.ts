import type { SliceHeader } from '../slices/sliceHeader.ts';
import { SLICE_TYPE } from '../slices/sliceHeader.ts';
import { StreamFault } from '../streamFault.ts';
import type { MotionField, ReferenceLists } from './motionField.ts';

/** A picture to which others may refer. */
export interface ReferencePicture {
  /** PicOrderCntVal. */
  readonly order: number;
  readonly motion: MotionField;
  /** False if the stream lacks it, as after a cut, or if it is damaged. */
  readonly isComplete: boolean;
}

/** The reference pictures of a picture that its slices may use (8.3.2). */
export interface ReferenceSet {
  readonly before: readonly ReferencePicture[];
  readonly after: readonly ReferencePicture[];
  readonly longTerm: readonly ReferencePicture[];
}

/**
 * The reference picture lists of a slice (8.3.4), and the picture with its temporal candidates.
 *
 * @param order PicOrderCntVal of its picture
 * @throws StreamFault if a P or B slice has no reference picture
 */
export function referenceLists(
  slice: SliceHeader,
  { before, after, longTerm }: ReferenceSet,
  order: number,
): { lists: ReferenceLists; collocated: ReferencePicture | null } {
  const long = longTerm.map((picture) => ({ picture, isLongTerm: true }));
  const short = (pictures: readonly ReferencePicture[]) =>
    pictures.map((picture) => ({ picture, isLongTerm: false }));
  const first = [...short(before), ...short(after), ...long];
  const second = [...short(after), ...short(before), ...long];
  if (slice.type !== SLICE_TYPE.I && first.length === 0) {
    throw new StreamFault('it predicts from other pictures, but names none');
  }
  const chosen = [first, second].map((candidates, which) =>
    Array.from({ length: slice.active[which as 0 | 1] }, (_, index) => {
      const entry = slice.listEntries[which as 0 | 1]?.[index] ?? index;
      return candidates[entry % candidates.length] as (typeof candidates)[number];
    }),
  );
  const entries = chosen.map((list) =>
    list.map(({ picture, isLongTerm }) => ({ order: picture.order, isLongTerm })),
  );
  const [list0 = [], list1 = []] = entries;
  const hasNoLater = entries.flat().every((entry) => entry.order <= order);
  const collocated = slice.hasTemporalVectors
    ? (chosen[slice.collocatedList]?.[slice.collocatedIndex]?.picture ?? null)
    : null;
  return { lists: { order, lists: [list0, list1], hasNoLater }, collocated };
}
