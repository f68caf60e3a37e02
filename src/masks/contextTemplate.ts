/** A pixel's neighbour: its distance to the right and downwards. */
export interface Offset {
  readonly x: number;
  readonly y: number;
}

/** The nearest pixels that are coded before a pixel, in raster order. */
const causal = nearest(6).filter(({ x, y }) => y < 0 || (y === 0 && x < 0));

/** What the coder sees of the map under way where a map came before. */
export const INTER_CAUSAL: readonly Offset[] = causal.slice(0, 24);

/** What it sees of the map before, moved by the block's vector; first the pixel itself. */
export const INTER_PREVIOUS: readonly Offset[] = nearest(4).slice(0, 45);

/** What it sees of the map before that, moved further. */
export const INTER_OLDER: readonly Offset[] = nearest(3).slice(0, 24);

/** What it sees where nothing came before. */
export const INTRA_CAUSAL: readonly Offset[] = causal.slice(0, 46);

function nearest(radius: number): Offset[] {
  const offsets: Offset[] = [];
  for (let y = -radius; y <= radius; y++) {
    for (let x = -radius; x <= radius; x++) offsets.push({ x, y });
  }
  const distance = ({ x, y }: Offset) => x * x + y * y;
  return offsets.sort((a, b) => distance(a) - distance(b) || a.y - b.y || a.x - b.x);
}
