import { isIrap, isLeading, isUnreferenced, type NalHeader } from '../nalHeader.ts';
import type { SliceHeader } from '../slices/sliceHeader.ts';
import { MotionField } from './motionField.ts';
import type { ReferencePicture, ReferenceSet } from './referenceLists.ts';

/** The pictures to which later ones may refer, and picture order counts (8.3.1 and 8.3.2). */
export class DecodedPictures {
  private pictures: ReferencePicture[] = [];
  /** PicOrderCntVal of the picture from which the next ones count (prevTid0Pic). */
  private anchor = 0;
  /** The motion of all pictures that are missing: a damaged slice may name many. */
  private still: MotionField | null = null;

  /**
   * Starts a picture: forgets the pictures that it and later ones do not use.
   *
   * @param startsSequence true for an IRAP picture with NoRaslOutputFlag
   */
  start(
    slice: SliceHeader,
    nal: NalHeader,
    startsSequence: boolean,
  ): { order: number; references: ReferenceSet } {
    const order = this.orderOf(slice, startsSequence);
    const isAnchor = nal.temporalId === 0 && !isUnreferenced(nal.type) && !isLeading(nal.type);
    if (isAnchor) this.anchor = order;
    if (isIrap(nal.type) && startsSequence) this.pictures = [];
    const { before, after } = slice.shortTerm;
    const kept: ReferencePicture[] = [];
    const find = (wanted: (picture: ReferencePicture) => boolean, missing: number) => {
      const found = this.pictures.find(wanted) ?? this.missingPicture(missing, slice);
      kept.push(found);
      return found;
    };
    const period = 2 ** slice.sequence.orderBits;
    const longTerm = slice.longTerm.map(({ lowBits, cycles, isUsed }) => {
      const whole =
        cycles === null ? null : order - modulo(order, period) - cycles * period + lowBits;
      const picture = find(
        (each) => (whole === null ? modulo(each.order, period) === lowBits : each.order === whole),
        whole ?? lowBits,
      );
      return { picture, isUsed };
    });
    const shortTerm = [before, after].map((set) =>
      set.map(({ delta, isUsed }) => ({
        picture: find(({ order: other }) => other === order + delta, order + delta),
        isUsed,
      })),
    );
    const used = (set: readonly { picture: ReferencePicture; isUsed: boolean }[] = []) =>
      set.filter(({ isUsed }) => isUsed).map(({ picture }) => picture);
    this.pictures = kept.filter(({ isComplete, motion }) => isComplete || motion.slices.length > 0);
    return {
      order,
      references: {
        before: used(shortTerm[0]),
        after: used(shortTerm[1]),
        longTerm: used(longTerm),
      },
    };
  }

  /** Keeps a picture that was read. */
  add(picture: ReferencePicture): void {
    this.pictures.push(picture);
  }

  private orderOf(slice: SliceHeader, startsSequence: boolean): number {
    const period = 2 ** slice.sequence.orderBits;
    const low = slice.orderLowBits;
    if (startsSequence) return low;
    const anchorLow = modulo(this.anchor, period);
    let high = this.anchor - anchorLow;
    if (low < anchorLow && anchorLow - low >= period / 2) high += period;
    else if (low > anchorLow && low - anchorLow > period / 2) high -= period;
    return high + low;
  }

  /** A picture that the stream refers to and does not have (8.3.3): nothing in it moves. */
  private missingPicture(order: number, { sequence }: SliceHeader): ReferencePicture {
    const { width, height, log2TreeBlock, columns, rows } = sequence;
    const { still } = this;
    const fits =
      still?.width === width && still.height === height && still.log2TreeBlock === log2TreeBlock;
    const motion =
      fits && still ? still : new MotionField(width, height, log2TreeBlock, columns, rows);
    this.still = motion;
    return { order, motion, isComplete: false };
  }
}

function modulo(value: number, period: number): number {
  return ((value % period) + period) % period;
}
