import { describe, expect, it } from 'vitest';
import { seededRandom } from '../seededRandom.ts';
import {
  causalBit,
  INTER_CAUSAL,
  INTER_FEATURES,
  INTER_OLDER,
  INTER_PREVIOUS,
  INTRA_CAUSAL,
  INTRA_FEATURES,
  type Offset,
} from './contextTemplate.ts';
import { InterNeighbourhood, IntraNeighbourhood } from './neighbourhood.ts';

const STRIDE = 40;
const AT = 20 * STRIDE + 18;
const EXPECTED = 1;

function labels(seed: number): Uint8Array {
  const random = seededRandom(seed);
  return Uint8Array.from({ length: STRIDE * 40 }, () => Math.floor(random() * 3));
}

/** Reference implementation, in the order of the template. */
function differing(plane: Uint8Array, template: readonly Offset[], at: number): number[] {
  return template.map(({ x, y }) => (plane[at + y * STRIDE + x] === EXPECTED ? 0 : 1));
}

/** The features in words, with flags left at 0. */
function featuresOf(words: readonly number[], features: readonly number[]): number[] {
  const found = new Array<number>(features.length).fill(0);
  for (const [bit, feature] of features.entries()) {
    found[feature] = ((words[Math.floor(bit / 24)] as number) >> (bit % 24)) & 1;
  }
  return found;
}

const now = labels(1);
const then = labels(2);
const long = labels(3);

describe('the words of a neighbourhood', () => {
  it('contain each feature of the networks once', () => {
    for (const [features, count] of [
      [INTER_FEATURES, 96],
      [INTRA_FEATURES, 48],
    ] as const) {
      const sorted = [...features].sort((a, b) => a - b);
      expect(sorted).toEqual(Array.from({ length: count }, (_, index) => index));
    }
  });

  it('match the templates of an inter map after read and after slide', () => {
    const inter = new InterNeighbourhood(STRIDE);
    inter.read(now, AT, then, AT + 41, long, AT - 3, EXPECTED);
    for (let moved = 0; moved < 4; moved++) {
      const at = AT + moved;
      if (moved > 0) inter.slide(now, at, then, at + 41, long, at - 3, EXPECTED);
      const words = [inter.causal, inter.inner, inter.outer, inter.older];
      expect(featuresOf(words, INTER_FEATURES)).toEqual([
        ...differing(now, INTER_CAUSAL, at),
        ...differing(then, INTER_PREVIOUS, at + 41),
        ...[0, 0, 0],
        ...differing(long, INTER_OLDER, at - 3),
      ]);
    }
  });

  it('match the template of an intra map after read and after slide', () => {
    const intra = new IntraNeighbourhood(STRIDE);
    intra.read(now, AT, EXPECTED);
    for (let moved = 0; moved < 4; moved++) {
      if (moved > 0) intra.slide(now, AT + moved, EXPECTED);
      expect(featuresOf([intra.first, intra.second], INTRA_FEATURES)).toEqual([
        ...differing(now, INTRA_CAUSAL, AT + moved),
        ...[0, 0],
      ]);
    }
  });

  it('change by one bit when one coded neighbour changes', () => {
    const inter = new InterNeighbourhood(STRIDE);
    for (const [index, { x, y }] of INTER_CAUSAL.entries()) {
      const changed = Uint8Array.from(now);
      const at = AT + y * STRIDE + x;
      changed[at] = now[at] === EXPECTED ? 2 : EXPECTED;
      inter.read(now, AT, then, AT, long, AT, EXPECTED);
      const before = inter.causal;
      inter.read(changed, AT, then, AT, long, AT, EXPECTED);
      expect(inter.causal ^ before).toBe(causalBit(index));
    }
  });
});
