import { BORDER, type LabelPlane } from '../labelPlane.ts';

/**
 * A label plane as one bit plane for each bit of the labels, 32 pixels per word, so that 32 labels
 * are compared at a time.
 */
export class BitPlanes {
  private readonly planes: readonly Int32Array[];
  private readonly rowWords: number;
  private readonly labelWords: number;

  /**
   * @param like a plane of the size of those to be read
   * @param labels number of labels
   */
  constructor(like: LabelPlane, labels: number) {
    this.labelWords = like.stride / 4;
    // An extra word, because `bitsAt` also reads the next word.
    this.rowWords = Math.ceil(like.stride / 32) + 1;
    const rows = like.labels.length / like.stride;
    const count = 32 - Math.clz32(Math.max(1, labels - 1));
    this.planes = Array.from({ length: count }, () => new Int32Array(rows * this.rowWords));
  }

  /** @param plane with its border */
  read({ words }: LabelPlane): void {
    const { labelWords, rowWords } = this;
    for (const [bit, plane] of this.planes.entries()) {
      const rows = words.length / labelWords;
      for (let row = 0; row < rows; row++) {
        let at = row * labelWords;
        const end = at + labelWords;
        for (let word = row * rowWords; at < end; word++) {
          let bits = 0;
          const next = at + 8;
          for (let shift = 28; at < next; at++, shift -= 4) {
            const four = at < end ? (words[at] as number) : 0;
            // The multiplication gathers one bit of four labels in the highest byte, first on top.
            if (four) bits |= (Math.imul((four >>> bit) & 0x01010101, 0x08040201) >>> 24) << shift;
          }
          plane[word] = bits;
        }
      }
    }
  }

  /**
   * Counts the pixels of a block that differ from the moved block in another plane.
   *
   * @param x left edge of the block
   * @param y top edge of the block
   * @param moveX horizontal part of the vector into `other`
   * @param moveY vertical part of the vector into `other`
   * @param width of the block, at most 32
   * @param most counting may stop above this number
   */
  mismatch(
    x: number,
    y: number,
    other: BitPlanes,
    moveX: number,
    moveY: number,
    width: number,
    height: number,
    most: number,
  ): number {
    const { planes, rowWords } = this;
    const column = x + BORDER;
    const otherColumn = column + moveX;
    const mask = -1 << (32 - width);
    let at = (y + BORDER) * rowWords + (column >> 5);
    let otherAt = (y + moveY + BORDER) * rowWords + (otherColumn >> 5);
    let count = 0;
    for (let line = 0; line < height && count <= most; line++) {
      let wrong = 0;
      for (let plane = 0; plane < planes.length; plane++) {
        const mine = bitsAt(planes[plane] as Int32Array, at, column & 31);
        wrong |= mine ^ bitsAt(other.planes[plane] as Int32Array, otherAt, otherColumn & 31);
      }
      wrong &= mask;
      if (wrong !== 0) count += bitCount(wrong);
      at += rowWords;
      otherAt += rowWords;
    }
    return count;
  }
}

/** Returns 32 bits starting at bit `shift` of a word, where bit 0 is the highest. */
function bitsAt(words: Int32Array, at: number, shift: number): number {
  const first = words[at] as number;
  return shift === 0 ? first : (first << shift) | ((words[at + 1] as number) >>> (32 - shift));
}

function bitCount(bits: number): number {
  let sum = bits - ((bits >>> 1) & 0x55555555);
  sum = (sum & 0x33333333) + ((sum >>> 2) & 0x33333333);
  return Math.imul((sum + (sum >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
