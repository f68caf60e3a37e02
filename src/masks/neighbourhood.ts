import {
  INTER_CAUSAL,
  INTER_OLDER,
  INTER_PREVIOUS,
  INTRA_CAUSAL,
  type Offset,
} from './contextTemplate.ts';
import type { LabelPlane } from './labelPlane.ts';

/**
 * A pixel's surroundings as bits: 1 where a neighbour is not the label that is expected. Asking
 * "as expected?" instead of "which label?" makes objects and background, two labels and two
 * hundred, one and the same case.
 */
export class Neighbourhood {
  /** Of a pixel with maps before it: causal (3 bytes), previous and flags (6), older (3). */
  readonly inter = new Uint8Array(12);
  /** Of a pixel without: causal and flags (6). */
  readonly intra = new Uint8Array(6);
  private readonly causal: Int32Array;
  private readonly previous: Int32Array;
  private readonly older: Int32Array;
  private readonly intraCausal: Int32Array;

  /**
   * @param stride of the planes
   * @param scale of the coded maps, 1 to 3: contours look different at each
   */
  constructor(
    stride: number,
    private readonly scale: number,
  ) {
    const steps = (offsets: readonly Offset[]) =>
      Int32Array.from(offsets, ({ x, y }) => y * stride + x);
    this.causal = steps(INTER_CAUSAL);
    this.previous = steps(INTER_PREVIOUS);
    this.older = steps(INTER_OLDER);
    this.intraCausal = steps(INTRA_CAUSAL);
  }

  /**
   * Fills {@link inter}.
   *
   * @param now the map under way, and where the pixel lies in it; `then` and `long` those before it
   * @returns whether any neighbour differs
   */
  readInter(
    now: Uint8Array,
    at: number,
    then: LabelPlane,
    from: number,
    long: LabelPlane,
    fromLong: number,
    expected: number,
  ): boolean {
    const { inter } = this;
    const causal = gather(now, at, this.causal, expected, inter, 0);
    if (isCalm(then, from, expected) && isCalm(long, fromLong, expected)) {
      // What follows would find nothing: most pixels end here.
      if (causal === 0) return false;
      inter.fill(0, 3);
    } else {
      const previous = gather(then.labels, from, this.previous, expected, inter, 3);
      const older = gather(long.labels, fromLong, this.older, expected, inter, 9);
      if ((causal | previous | older) === 0) return false;
    }
    inter[8] = ((inter[8] as number) << 3) | (expected === 0 ? 4 : 0) | (this.scale - 1);
    return true;
  }

  /** As {@link readInter}, into {@link intra}. */
  readIntra(now: Uint8Array, at: number, expected: number): boolean {
    const { intra } = this;
    if (gather(now, at, this.intraCausal, expected, intra, 0) === 0) return false;
    intra[5] = ((intra[5] as number) << 2) | (expected === 0 ? 2 : 0) | (this.scale > 1 ? 1 : 0);
    return true;
  }

  /** The four nearest coded pixels and the eight around the pixel in the map before: 12 bits. */
  get interNear(): number {
    const { inter } = this;
    const around = (((inter[3] as number) & 127) << 1) | ((inter[4] as number) >> 7);
    return (((inter[0] as number) >> 4) << 8) | around;
  }

  /** Eight coded pixels and the eight around the pixel in the map before: 16 bits. */
  get interFar(): number {
    return ((this.inter[0] as number) << 8) | (this.interNear & 255);
  }

  /** The twelve nearest coded pixels. */
  get intraNear(): number {
    return (((this.intra[0] as number) << 4) | ((this.intra[1] as number) >> 4)) & 0xfff;
  }

  get intraFar(): number {
    return ((this.intra[0] as number) << 8) | (this.intra[1] as number);
  }
}

/** Whether all that a template sees there is `expected`; where it says no, it may be so still. */
export function isCalm({ labels, contours }: LabelPlane, at: number, expected: number): boolean {
  return contours[at] === 0 && labels[at] === expected;
}

/** @returns all bits, or-ed; the last byte is filled from its lowest bit on */
function gather(
  labels: Uint8Array,
  at: number,
  steps: Int32Array,
  expected: number,
  bytes: Uint8Array,
  first: number,
): number {
  let any = 0;
  let byte = 0;
  let next = first;
  const count = steps.length;
  for (let index = 0; index < count; index++) {
    byte = (byte << 1) | (labels[at + (steps[index] as number)] === expected ? 0 : 1);
    if ((index & 7) === 7) {
      bytes[next++] = byte;
      any |= byte;
      byte = 0;
    }
  }
  if ((count & 7) !== 0) bytes[next] = byte;
  return any | byte;
}
