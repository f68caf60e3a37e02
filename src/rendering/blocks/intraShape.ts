/** A line from (x, y) to (x, y), as shares of a block's width and height. */
type Line = readonly [fromX: number, fromY: number, toX: number, toY: number];

/** intraPredAngle of the modes 2 to 34 (H.265, table 8-5). */
const ANGLES = [
  ...[32, 26, 21, 17, 13, 9, 5, 2, 0, -2, -5, -9, -13, -17, -21, -26],
  ...[-32, -26, -21, -17, -13, -9, -5, -2, 0, 2, 5, 9, 13, 17, 21, 26, 32],
];

/** The first mode that predicts from above. */
const FIRST_VERTICAL = 18;

/** Half the length of a direction's line, as a share of the block. */
const REACH = 0.38;

/** What stands for an intra mode: a square for planar, a circle for DC, a line for a direction. */
export function intraShape(mode: number): readonly Line[] {
  return SHAPES[mode] ?? [];
}

function direction(mode: number): Line {
  const angle = ANGLES[mode - 2] ?? 0;
  const [x, y] = mode < FIRST_VERTICAL ? [-32, angle] : [angle, -32];
  const length = Math.hypot(x, y);
  const [across, down] = [(REACH * x) / length, (REACH * y) / length];
  return [0.5 - across, 0.5 - down, 0.5 + across, 0.5 + down];
}

const SQUARE: readonly Line[] = [
  [0.3, 0.3, 0.7, 0.3],
  [0.7, 0.3, 0.7, 0.7],
  [0.7, 0.7, 0.3, 0.7],
  [0.3, 0.7, 0.3, 0.3],
];

const CORNERS = 12;

const CIRCLE: readonly Line[] = Array.from({ length: CORNERS }, (_, corner) => {
  const at = (place: number) => (2 * Math.PI * place) / CORNERS;
  const [from, to] = [at(corner), at(corner + 1)];
  const radius = 0.22;
  return [
    0.5 + radius * Math.cos(from),
    0.5 + radius * Math.sin(from),
    0.5 + radius * Math.cos(to),
    0.5 + radius * Math.sin(to),
  ] as const;
});

const SHAPES: readonly (readonly Line[])[] = [
  SQUARE,
  CIRCLE,
  ...ANGLES.map((_, index) => [direction(index + 2)]),
];
