/** The syntax elements of a coded picture that give its place in display order. */
export interface PictureOrder {
  /** True if the count restarts here (an IDR picture, or one where decoding starts). */
  readonly startsSequence: boolean;
  /** pic_order_cnt_lsb: the lowest bits of the picture order count. */
  readonly lowBits: number;
  /** log2_max_pic_order_cnt_lsb: the number of these bits. */
  readonly bits: number;
  /** True if later pictures count from this one: temporal layer 0, referenced, not leading. */
  readonly anchor: boolean;
}

/** Derives display order from the picture order count (H.265, 8.3.1; H.266, 8.3.1). */
export class PictureOrderCounter {
  private sequence = -1;
  private anchor = 0;

  /**
   * Must be called for every picture, in coding order.
   *
   * @returns a pair that sorts pictures into display order
   */
  next({ startsSequence, lowBits, bits, anchor }: PictureOrder): [sequence: number, count: number] {
    const period = 2 ** bits;
    let high = 0;
    if (startsSequence) {
      this.sequence += 1;
    } else {
      const anchorLow = ((this.anchor % period) + period) % period;
      high = this.anchor - anchorLow;
      if (lowBits < anchorLow && anchorLow - lowBits >= period / 2) high += period;
      else if (lowBits > anchorLow && lowBits - anchorLow > period / 2) high -= period;
    }
    const count = high + lowBits;
    if (anchor) this.anchor = count;
    return [this.sequence, count];
  }
}
