/** Position of a neighbour relative to a pixel, to the right and down. */
export interface Offset {
  readonly x: number;
  readonly y: number;
}

/** The pixels coded before a pixel, nearest first. */
const causal = nearest(6).filter(({ x, y }) => y < 0 || (y === 0 && x < 0));

/** Template of an inter map in the current map. */
export const INTER_CAUSAL: readonly Offset[] = causal.slice(0, 24);

/**
 * Template of an inter map in the previous map, moved by the block's vector; the pixel is first.
 */
export const INTER_PREVIOUS: readonly Offset[] = nearest(4).slice(0, 45);

/** Template of an inter map in the older map, moved by the vector over two maps. */
export const INTER_OLDER: readonly Offset[] = nearest(3).slice(0, 24);

/** Template of an intra map. */
export const INTRA_CAUSAL: readonly Offset[] = causal.slice(0, 46);

/**
 * A row of a template in consecutive bits: its rightmost pixel is bit `shift`, its leftmost the
 * highest.
 */
interface PackedRow {
  readonly y: number;
  readonly left: number;
  readonly right: number;
  readonly shift: number;
}

/**
 * The layout of features in the 24-bit words of a neighbourhood. When the pixel moves one to the
 * right, each row moves up by one bit. The unused bits of a word hold flags.
 */
interface PackedTemplate {
  readonly template: readonly Offset[];
  /** The rows of each word. */
  readonly rows: readonly (readonly PackedRow[])[];
}

const row = (y: number, left: number, right: number, shift: number): PackedRow => ({
  y,
  left,
  right,
  shift,
});

const PACKED_CAUSAL: PackedTemplate = {
  template: INTER_CAUSAL,
  rows: [
    [
      row(0, -4, -1, 0),
      row(-1, -3, 3, 4),
      row(-2, -3, 3, 11),
      row(-3, -2, 2, 18),
      row(-4, 0, 0, 23),
    ],
  ],
};
const PACKED_PREVIOUS: PackedTemplate = {
  template: INTER_PREVIOUS,
  rows: [
    [row(-1, -3, 3, 0), row(0, -3, 3, 7), row(1, -3, 3, 14)],
    [row(-3, -2, 2, 0), row(3, -2, 2, 5), row(-2, -3, 3, 10), row(2, -3, 3, 17)],
  ],
};
const PACKED_OLDER: PackedTemplate = {
  template: INTER_OLDER,
  rows: [
    [row(-2, -2, 2, 0), row(-1, -2, 2, 5), row(0, -2, 2, 10), row(1, -2, 2, 15), row(2, -2, 1, 20)],
  ],
};
const PACKED_INTRA: PackedTemplate = {
  template: INTRA_CAUSAL,
  rows: [
    [row(0, -5, -1, 0), row(-1, -5, 5, 5), row(-4, -3, 3, 16)],
    [row(-2, -4, 4, 0), row(-3, -4, 4, 9), row(-5, -2, 2, 18)],
  ],
};

/** The bit of the causal word that holds {@link INTER_CAUSAL}[index]. */
export function causalBit(index: number): number {
  return 1 << (packedBits(PACKED_CAUSAL).indexOf(index) as number);
}

/** For a pixel of an inter map: the network feature of each bit of the words, lowest bit first. */
export const INTER_FEATURES: readonly number[] = [
  ...packedBits(PACKED_CAUSAL),
  ...packedBits(PACKED_PREVIOUS, [71, 70, 69]).map((index) => (index < 45 ? index + 24 : index)),
  ...packedBits(PACKED_OLDER).map((index) => index + 72),
];

/** As {@link INTER_FEATURES}, for a pixel of an intra map. */
export const INTRA_FEATURES: readonly number[] = packedBits(PACKED_INTRA, [46, 47]);

/** @param flags features of the bits that are not in any row, lowest bit first */
function packedBits({ template, rows }: PackedTemplate, flags: readonly number[] = []): number[] {
  const features = new Array<number>(rows.length * 24).fill(-1);
  for (const [word, packed] of rows.entries()) {
    for (const { y, left, right, shift } of packed) {
      for (let x = left; x <= right; x++) {
        const index = template.findIndex((offset) => offset.x === x && offset.y === y);
        features[word * 24 + shift + right - x] = index;
      }
    }
  }
  const rest = [...flags];
  return features.map((feature) => (feature === -1 ? (rest.shift() as number) : feature));
}

function nearest(radius: number): Offset[] {
  const offsets: Offset[] = [];
  for (let y = -radius; y <= radius; y++) {
    for (let x = -radius; x <= radius; x++) offsets.push({ x, y });
  }
  const distance = ({ x, y }: Offset) => x * x + y * y;
  return offsets.sort((a, b) => distance(a) - distance(b) || a.y - b.y || a.x - b.x);
}
