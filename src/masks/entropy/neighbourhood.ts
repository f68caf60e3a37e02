import type { LabelPlane } from '../labelPlane.ts';

/**
 * The neighbourhood of a pixel of an inter map in words of 24 bits: 1 if a neighbour differs from
 * the expected label. These features do not depend on the labels themselves or on how many there
 * are. The layout is in contextTemplate.ts: rows of neighbours are consecutive bits, so that those
 * of the next pixel are these shifted up by one.
 */
export class InterNeighbourhood {
  /** In the current map. */
  causal = 0;
  /** In the previous map: rows -1, 0 and 1 (inner); rows -3, -2, 2 and 3 (outer). */
  inner = 0;
  outer = 0;
  /** In the older map. */
  older = 0;

  /** @param stride of the planes */
  constructor(private readonly stride: number) {}

  /**
   * Reads the neighbourhood of a pixel.
   *
   * @param now labels of the current map; the pixel has index `at`
   * @param then labels of the previous map; the pixel has index `from`
   * @param long labels of the older map; the pixel has index `fromLong`
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
    // As many steps as the widest row of neighbours, so that all old bits are shifted out.
    for (let back = 6; back >= 0; back--) {
      this.slide(now, at - back, then, from - back, long, fromLong - back, expected);
    }
  }

  /** As {@link read}, for the right neighbour of the last pixel with the same expected label. */
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

  /** True when no neighbour differs. */
  get isUniform(): boolean {
    return (this.causal | this.inner | this.outer | this.older) === 0;
  }

  /**
   * 12 bits: the four nearest coded pixels (highest), and the eight neighbours in the previous map.
   */
  get near(): number {
    const { causal, inner } = this;
    const nearest = (((causal >> 6) & 7) << 1) | (causal & 1);
    return (nearest << 8) | around(inner);
  }

  /** 16 bits: eight coded pixels (highest), and the eight neighbours in the previous map. */
  get far(): number {
    const { causal, inner } = this;
    const nearest = (((causal >> 13) & 7) << 5) | (((causal >> 6) & 7) << 2) | (causal & 3);
    return (nearest << 8) | around(inner);
  }
}

/** As {@link InterNeighbourhood}, for a pixel of an intra map. */
export class IntraNeighbourhood {
  /** Rows 0, -1 and -4 (first); rows -2, -3 and -5 (second). */
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

  /** 12 bits: the nearest coded pixels, the nearest four highest. */
  get near(): number {
    const { first, second } = this;
    const nearest = (((first >> 9) & 7) << 1) | (first & 1);
    const sides = (((first >> 12) & 1) << 2) | (((first >> 8) & 1) << 1) | ((first >> 1) & 1);
    return (nearest << 8) | (((second >> 2) & 31) << 3) | sides;
  }

  /** 16 bits: the nearest coded pixels. */
  get far(): number {
    const { first, second } = this;
    const above = (((second >> 12) & 7) << 5) | ((second >> 2) & 31);
    return (above << 8) | (((first >> 8) & 31) << 3) | (first & 7);
  }
}

/** True when a template sees only `expected`. A fast check: false does not imply the opposite. */
export function isCalm({ labels, contours }: LabelPlane, at: number, expected: number): boolean {
  return contours[at] === 0 && labels[at] === expected;
}

/** @returns 1 if two labels differ, else 0 */
function differs(a: number, b: number): number {
  return ((a ^ b) + 255) >> 8;
}

/** Selects the eight neighbours from three rows of seven. */
function around(inner: number): number {
  return (
    (((inner >> 2) & 7) << 5) |
    (((inner >> 11) & 1) << 4) |
    (((inner >> 9) & 1) << 3) |
    ((inner >> 16) & 7)
  );
}
