/**
 * The context variables of all syntax elements that have some (table 9-4): the place of each
 * element's first one, and their initial values (tables 9-5 to 9-37) for the three kinds of slices
 * that 9.3.2.2 tells apart (initType 0: I; 1 and 2: P and B).
 */

type Initial = readonly [readonly number[], readonly number[], readonly number[]];

const same = (values: readonly number[]): Initial => [values, values, values];
/** An element that I slices do not have; their values are never used. */
const inter = (first: readonly number[], second: readonly number[]): Initial => [
  first.map(() => 154),
  first,
  second,
];

const LAST_POSITION: Initial = [
  [110, 110, 124, 125, 140, 153, 125, 127, 140, 109, 111, 143, 127, 111, 79, 108, 123, 63],
  [125, 110, 94, 110, 95, 79, 125, 111, 110, 78, 110, 111, 111, 95, 94, 108, 123, 108],
  [125, 110, 124, 110, 95, 94, 125, 111, 111, 79, 125, 126, 111, 111, 79, 108, 123, 93],
];

/** In the order of their places. The last two of `significant` are for skipped transforms. */
const INITIAL = {
  saoMerge: same([153]),
  saoType: [[200], [185], [160]],
  splitBlock: [
    [139, 141, 157],
    [107, 139, 126],
    [107, 139, 126],
  ],
  lossless: same([154]),
  skip: inter([197, 185, 201], [197, 185, 201]),
  intra: inter([149], [134]),
  partition: [
    [184, 154, 154, 154],
    [154, 139, 154, 154],
    [154, 139, 154, 154],
  ],
  likelyIntraMode: [[184], [154], [183]],
  chromaIntraMode: [[63], [152], [152]],
  merge: inter([110], [154]),
  mergeIndex: inter([122], [137]),
  direction: inter([95, 79, 63, 31, 31], [95, 79, 63, 31, 31]),
  reference: inter([153, 153], [153, 153]),
  vectorDifference: inter([140, 198], [169, 198]),
  vectorPredictor: inter([168], [168]),
  rootResidual: inter([79], [79]),
  splitTransform: [
    [153, 138, 138],
    [124, 138, 94],
    [224, 167, 122],
  ],
  lumaResidual: [
    [111, 141],
    [153, 111],
    [153, 111],
  ],
  chromaResidual: [
    [94, 138, 182, 154, 154],
    [149, 107, 167, 154, 154],
    [149, 92, 167, 154, 154],
  ],
  qpDelta: same([154, 154]),
  chromaOffset: same([154]),
  chromaOffsetIndex: same([154]),
  componentScale: same([154, 154, 154, 154, 154, 154, 154, 154]),
  componentSign: same([154, 154]),
  skipTransform: same([139, 139]),
  explicitRdpcm: same([139, 139]),
  rdpcmDirection: same([139, 139]),
  lastX: LAST_POSITION,
  lastY: LAST_POSITION,
  codedSubBlock: [
    [91, 171, 134, 141],
    [121, 140, 61, 154],
    [121, 140, 61, 154],
  ],
  significant: [
    [
      ...[111, 111, 125, 110, 110, 94, 124, 108, 124, 107, 125, 141, 179, 153, 125, 107, 125, 141],
      ...[179, 153, 125, 107, 125, 141, 179, 153, 125, 140, 139, 182, 182, 152, 136, 152, 136, 153],
      ...[136, 139, 111, 136, 139, 111, 141, 111],
    ],
    [
      ...[155, 154, 139, 153, 139, 123, 123, 63, 153, 166, 183, 140, 136, 153, 154, 166, 183, 140],
      ...[136, 153, 154, 166, 183, 140, 136, 153, 154, 170, 153, 123, 123, 107, 121, 107, 121, 167],
      ...[151, 183, 140, 151, 183, 140, 140, 140],
    ],
    [
      ...[170, 154, 139, 153, 139, 123, 123, 63, 124, 166, 183, 140, 136, 153, 154, 166, 183, 140],
      ...[136, 153, 154, 166, 183, 140, 136, 153, 154, 170, 153, 138, 138, 122, 121, 122, 121, 167],
      ...[151, 183, 140, 151, 183, 140, 140, 140],
    ],
  ],
  greaterThanOne: [
    [
      ...[140, 92, 137, 138, 140, 152, 138, 139, 153, 74, 149, 92, 139, 107, 122, 152],
      ...[140, 179, 166, 182, 140, 227, 122, 197],
    ],
    [
      ...[154, 196, 196, 167, 154, 152, 167, 182, 182, 134, 149, 136, 153, 121, 136, 137],
      ...[169, 194, 166, 167, 154, 167, 137, 182],
    ],
    [
      ...[154, 196, 167, 167, 154, 152, 167, 182, 182, 134, 149, 136, 153, 121, 136, 122],
      ...[169, 208, 166, 167, 154, 152, 167, 182],
    ],
  ],
  greaterThanTwo: [
    [138, 153, 136, 167, 152, 152],
    [107, 167, 91, 122, 107, 167],
    [107, 167, 91, 107, 107, 167],
  ],
} satisfies Record<string, Initial>;

type Element = keyof typeof INITIAL;

/** Place of an element's first context variable. */
export const CONTEXT = placesOf(INITIAL);

function placesOf(initial: Record<Element, Initial>): Readonly<Record<Element, number>> {
  let place = 0;
  const places = Object.entries(initial).map(([element, [values]]) => {
    const from = place;
    place += values.length;
    return [element, from];
  });
  return Object.fromEntries(places);
}

const VALUES = [0, 1, 2].map((type) => Object.values(INITIAL).flatMap((all) => all[type] ?? []));

/** Number of context variables. */
export const CONTEXTS = (VALUES[0] as number[]).length;

/**
 * Sets all context variables to their initial states (9.3.2.2).
 *
 * @param states a byte each: the index of the state times two, plus the likelier bit
 * @param type initType, 0 to 2
 * @param qp SliceQpY
 */
export function initializeContexts(states: Uint8Array, type: number, qp: number): void {
  const values = VALUES[type] as number[];
  const level = Math.min(51, Math.max(0, qp));
  for (let context = 0; context < values.length; context++) {
    const value = values[context] as number;
    const slope = (value >> 4) * 5 - 45;
    const offset = ((value & 15) << 3) - 16;
    const state = Math.min(126, Math.max(1, ((slope * level) >> 4) + offset));
    states[context] = state <= 63 ? (63 - state) << 1 : ((state - 64) << 1) | 1;
  }
}
