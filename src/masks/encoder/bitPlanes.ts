import { BORDER, type LabelPlane } from '../labelPlane.ts';

/**
 * A label plane as single bits, 32 pixels a word, so that labels are compared 32 at a time. Each bit
 * of the labels has a plane of its own.
 */
export class BitPlanes {
  private readonly planes: readonly Int32Array[];
  private readonly rowWords: number;
  private readonly labelWords: number;

  /**
   * @param like planes of this one's size are read
   * @param labels how many there are
   */
  constructor(like: LabelPlane, labels: number) {
    this.labelWords = like.stride / 4;
    // One more, so that what begins in the last word can be read as any other.
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
            // The bits of four labels, first label first, come together in the highest byte.
            if (four) bits |= (Math.imul((four >>> bit) & 0x01010101, 0x08040201) >>> 24) << shift;
          }
          plane[word] = bits;
        }
      }
    }
  }

  /**
   * Counts the pixels of a block that are not what another plane holds, moved.
   *
   * @param x the block's place, and its size: at most 32 pixels wide
   * @param moveX how far from there to look in `other`, and `moveY`
   * @param most beyond how many it may stop counting
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

/** 32 bits from bit `shift` of a word on, the highest being 0. */
function bitsAt(words: Int32Array, at: number, shift: number): number {
  const first = words[at] as number;
  return shift === 0 ? first : (first << shift) | ((words[at + 1] as number) >>> (32 - shift));
}

function bitCount(bits: number): number {
  let sum = bits - ((bits >>> 1) & 0x55555555);
  sum = (sum & 0x33333333) + ((sum >>> 2) & 0x33333333);
  return Math.imul((sum + (sum >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
