import type { FrameSize } from '../sequence/frames.ts';

/** Numbers of one border: x, y, length, 256 × side + id. */
export const BORDER_NUMBERS = 4;

/** Where the object is, seen from its border. */
const BELOW = 0;
const ABOVE = 1;
const RIGHT = 2;
const LEFT = 3;

/**
 * The borders of the objects of label maps, along the pixels' edges, each straight run as one entry.
 * Two objects that touch have a border each. The picture's own border is none. The memory is kept
 * from map to map, because maps change with every frame that is played.
 */
export class Borders {
  private numbers = new Uint16Array(4096 * BORDER_NUMBERS);
  private used = 0;

  /** Number of borders. */
  get count(): number {
    return this.used / BORDER_NUMBERS;
  }

  /** {@link BORDER_NUMBERS} numbers for each border; valid until the next map. */
  get data(): Uint16Array<ArrayBuffer> {
    return this.numbers.subarray(0, this.used);
  }

  /**
   * Finds the borders of a map.
   *
   * @param map [height, width] ids
   */
  find(map: Uint8Array, { width, height }: FrameSize): void {
    this.used = 0;
    for (let y = 1; y < height; y++) {
      const row = y * width;
      for (let x = 0; x < width; x++) {
        const below = map[row + x] as number;
        const above = map[row + x - width] as number;
        if (below === above) continue;
        const start = x;
        while (x + 1 < width && map[row + x + 1] === below && map[row + x + 1 - width] === above) {
          x++;
        }
        if (below > 0) this.add(start, y, x + 1 - start, BELOW, below);
        if (above > 0) this.add(start, y, x + 1 - start, ABOVE, above);
      }
    }
    // Along rows, because that is how the map lies in memory; runs down the columns are joined.
    this.findUpright(map, width, height);
  }

  private findUpright(map: Uint8Array, width: number, height: number): void {
    for (let y = 0; y < height; y++) {
      const row = y * width;
      for (let x = 1; x < width; x++) {
        const right = map[row + x] as number;
        const left = map[row + x - 1] as number;
        if (right === left) continue;
        const isPartOfRun =
          y > 0 && map[row + x - width] === right && map[row + x - 1 - width] === left;
        if (isPartOfRun) continue;
        let end = y + 1;
        while (
          end < height &&
          map[end * width + x] === right &&
          map[end * width + x - 1] === left
        ) {
          end++;
        }
        if (right > 0) this.add(x, y, end - y, RIGHT, right);
        if (left > 0) this.add(x, y, end - y, LEFT, left);
      }
    }
  }

  private add(x: number, y: number, length: number, side: number, id: number): void {
    if (this.used + BORDER_NUMBERS > this.numbers.length) {
      const larger = new Uint16Array(this.numbers.length * 2);
      larger.set(this.numbers);
      this.numbers = larger;
    }
    const { numbers, used } = this;
    numbers[used] = x;
    numbers[used + 1] = y;
    numbers[used + 2] = length;
    numbers[used + 3] = side * 256 + id;
    this.used += BORDER_NUMBERS;
  }
}
