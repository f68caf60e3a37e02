import type { FrameSize } from '../../sequence/frames.ts';

/** The four directions along the pixels' edges, clockwise, from east. */
const STEPS = [
  { x: 1, y: 0 },
  { x: 0, y: 1 },
  { x: -1, y: 0 },
  { x: 0, y: -1 },
] as const;
const [EAST, SOUTH, WEST, NORTH] = [0, 1, 2, 3] as const;

/**
 * The outlines of the objects of a label map as SVG paths, in pixels: closed lines, and open ones that
 * end at the picture's border, which is no outline. They go through the middles of the pixels' edges,
 * as marching squares do: along the edges themselves, programs that show PDF files move each step to
 * their own pixels, and slanting lines look like beads.
 *
 * @param map [height, width] ids
 * @returns a path for each id but 0, by ascending id
 */
export function outlinePaths(map: Uint8Array, size: FrameSize): ReadonlyMap<number, string> {
  const edges = objectEdges(map, size);
  const paths = new Map<number, string>();
  for (const id of [...edges.keys()].sort((a, b) => a - b)) {
    paths.set(id, joined(edges.get(id) ?? new Map(), size.width + 1));
  }
  return paths;
}

/** The directions in which edges leave a corner, by its number: y × (width + 1) + x. */
type Edges = Map<number, number[]>;

/** The edges of each object, which lies on their right. */
function objectEdges(map: Uint8Array, { width, height }: FrameSize): Map<number, Edges> {
  const corners = width + 1;
  const edges = new Map<number, Edges>();
  const add = (id: number, corner: number, direction: number) => {
    if (id === 0) return;
    const ofObject: Edges = edges.get(id) ?? new Map();
    edges.set(id, ofObject);
    ofObject.set(corner, [...(ofObject.get(corner) ?? []), direction]);
  };
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = y * width + x;
      const id = map[at] as number;
      const corner = y * corners + x;
      const above = y > 0 ? (map[at - width] as number) : id;
      if (above !== id) {
        add(id, corner, EAST);
        add(above, corner + 1, WEST);
      }
      const left = x > 0 ? (map[at - 1] as number) : id;
      if (left !== id) {
        add(id, corner + corners, NORTH);
        add(left, corner, SOUTH);
      }
    }
  }
  return edges;
}

/** Joins edges to lines: first those that begin at the picture's border, then the closed ones. */
function joined(edges: Edges, corners: number): string {
  const step = (corner: number, direction: number) => {
    const { x, y } = STEPS[direction as 0 | 1 | 2 | 3];
    return corner + y * corners + x;
  };
  const arriving = new Set<number>();
  for (const [corner, leaving] of edges) {
    for (const direction of leaving) arriving.add(step(corner, direction));
  }
  const starts = [...edges.keys()];
  const open = starts.filter((corner) => !arriving.has(corner));
  const lines: string[] = [];
  for (const start of [...open, ...starts]) {
    while (edges.has(start)) {
      const directions: number[] = [];
      let corner = start;
      for (let leaving = edges.get(corner); leaving; leaving = edges.get(corner)) {
        const direction = take(leaving, directions.at(-1));
        if (leaving.length === 0) edges.delete(corner);
        directions.push(direction);
        corner = step(corner, direction);
        if (corner === start) break;
      }
      const origin = { x: start % corners, y: Math.floor(start / corners) };
      lines.push(linePath(origin, directions, corner === start));
    }
  }
  return lines.join('');
}

/**
 * Takes the direction in which a line goes on: to the right where two lines cross, so that pixels
 * that touch at a corner have an outline each.
 */
function take(leaving: number[], arriving: number | undefined): number {
  const right = arriving === undefined ? -1 : leaving.indexOf((arriving + 1) % 4);
  const [direction = EAST] = leaving.splice(Math.max(right, 0), 1);
  return direction;
}

/** A line through the middles of edges; one that is not closed has both of its ends, too. */
function linePath(
  { x, y }: { readonly x: number; readonly y: number },
  directions: readonly number[],
  isClosed: boolean,
): string {
  const halves = directions.map((direction) => {
    const step = STEPS[direction as 0 | 1 | 2 | 3];
    return { x: step.x / 2, y: step.y / 2 };
  });
  const [first = { x: 0, y: 0 }] = halves;
  const moves = halves.slice(1).map((half, index) => {
    const before = halves[index] ?? half;
    return { x: before.x + half.x, y: before.y + half.y };
  });
  if (isClosed) return `M${x + first.x} ${y + first.y}${movesPath(moves)}z`;
  return `M${x} ${y}${movesPath([first, ...moves, halves.at(-1) ?? first])}`;
}

/** Moves in the same direction as one command. */
function movesPath(moves: readonly { readonly x: number; readonly y: number }[]): string {
  const parts: string[] = [];
  for (let at = 0; at < moves.length; ) {
    let { x, y } = moves[at] ?? { x: 0, y: 0 };
    const [unitX, unitY] = [Math.sign(x), Math.sign(y)];
    for (at++; at < moves.length; at++) {
      const next = moves[at];
      if (!next || Math.sign(next.x) !== unitX || Math.sign(next.y) !== unitY) break;
      x += next.x;
      y += next.y;
    }
    parts.push(y === 0 ? `h${x}` : x === 0 ? `v${y}` : `l${x} ${y}`);
  }
  return parts.join('');
}
