import type { LabelPlane } from '../labelPlane.ts';

/**
 * What a pixel's surroundings look like, in words of 24 bits: 1 where a neighbour is not the label
 * that is expected. Asking "as expected?" instead of "which label?" makes objects and background,
 * two labels and two hundred, one and the same case. Which bit is which neighbour is written in
 * contextTemplate.ts; rows of neighbours lie in consecutive bits, so that the next pixel's are
 * these moved up by one.
 */
export class InterNeighbourhood {
  /** Of the map under way. */
  causal = 0;
  /** Of the map before: rows -1, 0 and 1; and rows -3, -2, 2 and 3. */
  inner = 0;
  outer = 0;
  /** Of the map before that. */
  older = 0;

  /** @param stride of the planes */
  constructor(private readonly stride: number) {}

  /**
   * Looks at the surroundings of a pixel.
   *
   * @param now the map under way, and where the pixel lies in it; `then` and `long` those before it
   */
  read(
    now: Uint8Array,
    at: number,
    then: Uint8Array,
    from: number,
    long: Uint8Array,
    fromLong: number,
    expected: number,
  ): void {
    // As wide as the widest row of neighbours: whatever was there before has moved out.
    for (let back = 6; back >= 0; back--) {
      this.slide(now, at - back, then, from - back, long, fromLong - back, expected);
    }
  }

  /** As {@link read}, for the right neighbour of the pixel read last, where the same is expected. */
  slide(
    now: Uint8Array,
    at: number,
    then: Uint8Array,
    from: number,
    long: Uint8Array,
    fromLong: number,
    expected: number,
  ): void {
    const { stride } = this;
    const stride2 = 2 * stride;
    const stride3 = 3 * stride;
    this.causal =
      ((this.causal << 1) & 0x7bf7ee) |
      differs(now[at - 1] as number, expected) |
      (differs(now[at - stride + 3] as number, expected) << 4) |
      (differs(now[at - stride2 + 3] as number, expected) << 11) |
      (differs(now[at - stride3 + 2] as number, expected) << 18) |
      (differs(now[at - 4 * stride] as number, expected) << 23);
    this.inner =
      ((this.inner << 1) & 0x1fbf7e) |
      differs(then[from - stride + 3] as number, expected) |
      (differs(then[from + 3] as number, expected) << 7) |
      (differs(then[from + stride + 3] as number, expected) << 14);
    this.outer =
      ((this.outer << 1) & 0xfdfbde) |
      differs(then[from - stride3 + 2] as number, expected) |
      (differs(then[from + stride3 + 2] as number, expected) << 5) |
      (differs(then[from - stride2 + 3] as number, expected) << 10) |
      (differs(then[from + stride2 + 3] as number, expected) << 17);
    this.older =
      ((this.older << 1) & 0xef7bde) |
      differs(long[fromLong - stride2 + 2] as number, expected) |
      (differs(long[fromLong - stride + 2] as number, expected) << 5) |
      (differs(long[fromLong + 2] as number, expected) << 10) |
      (differs(long[fromLong + stride + 2] as number, expected) << 15) |
      (differs(long[fromLong + stride2 + 1] as number, expected) << 20);
  }

  /** Whether no neighbour differs. */
  get isUniform(): boolean {
    return (this.causal | this.inner | this.outer | this.older) === 0;
  }

  /** The four nearest coded pixels (highest) and the eight around it in the map before: 12 bits. */
  get near(): number {
    const { causal, inner } = this;
    const nearest = (((causal >> 6) & 7) << 1) | (causal & 1);
    return (nearest << 8) | around(inner);
  }

  /** Eight coded pixels and the eight around the pixel in the map before: 16 bits. */
  get far(): number {
    const { causal, inner } = this;
    const nearest = (((causal >> 13) & 7) << 5) | (((causal >> 6) & 7) << 2) | (causal & 3);
    return (nearest << 8) | around(inner);
  }
}

/** As {@link InterNeighbourhood}, of a pixel whose map stands alone. */
export class IntraNeighbourhood {
  /** Rows 0, -1 and -4; and rows -2, -3 and -5. */
  first = 0;
  second = 0;

  constructor(private readonly stride: number) {}

  read(now: Uint8Array, at: number, expected: number): void {
    for (let back = 10; back >= 0; back--) this.slide(now, at - back, expected);
  }

  slide(now: Uint8Array, at: number, expected: number): void {
    const { stride } = this;
    this.first =
      ((this.first << 1) & 0x7effde) |
      differs(now[at - 1] as number, expected) |
      (differs(now[at - stride + 5] as number, expected) << 5) |
      (differs(now[at - 4 * stride + 3] as number, expected) << 16);
    this.second =
      ((this.second << 1) & 0x7bfdfe) |
      differs(now[at - 2 * stride + 4] as number, expected) |
      (differs(now[at - 3 * stride + 4] as number, expected) << 9) |
      (differs(now[at - 5 * stride + 2] as number, expected) << 18);
  }

  get isUniform(): boolean {
    return (this.first | this.second) === 0;
  }

  /** The twelve nearest coded pixels, the nearest four highest. */
  get near(): number {
    const { first, second } = this;
    const nearest = (((first >> 9) & 7) << 1) | (first & 1);
    const sides = (((first >> 12) & 1) << 2) | (((first >> 8) & 1) << 1) | ((first >> 1) & 1);
    return (nearest << 8) | (((second >> 2) & 31) << 3) | sides;
  }

  /** The sixteen nearest. */
  get far(): number {
    const { first, second } = this;
    const above = (((second >> 12) & 7) << 5) | ((second >> 2) & 31);
    return (above << 8) | (((first >> 8) & 31) << 3) | (first & 7);
  }
}

/** Whether all that a template sees there is `expected`; where it says no, it may be so still. */
export function isCalm({ labels, contours }: LabelPlane, at: number, expected: number): boolean {
  return contours[at] === 0 && labels[at] === expected;
}

/** @returns 1 where two labels are not the same, else 0 */
function differs(a: number, b: number): number {
  return ((a ^ b) + 255) >> 8;
}

/** The eight neighbours among three rows of seven. */
function around(inner: number): number {
  return (
    (((inner >> 2) & 7) << 5) |
    (((inner >> 11) & 1) << 4) |
    (((inner >> 9) & 1) << 3) |
    ((inner >> 16) & 7)
  );
}
