/** Largest component of a vector, in coded pixels. */
export const REACH = 36;

export interface Vector {
  readonly x: number;
  readonly y: number;
}

export const NO_MOTION: Vector = { x: 0, y: 0 };

/** How many candidate vectors a block can repeat. */
const MOST_CANDIDATES = 4;

/** How each block of a map is predicted from the previous map. */
export class BlockField {
  readonly columns: number;
  readonly rows: number;
  /** 1 if the block is a moved copy of the previous map, so that no pixels are coded. */
  readonly copied: Uint8Array;
  /** 1 if a vector was coded, so that other blocks may repeat it. */
  readonly moving: Uint8Array;
  readonly x: Int8Array;
  readonly y: Int8Array;

  /** @param block the side of a block in coded pixels */
  constructor(
    width: number,
    height: number,
    readonly block: number,
  ) {
    this.columns = Math.ceil(width / block);
    this.rows = Math.ceil(height / block);
    const count = this.columns * this.rows;
    this.copied = new Uint8Array(count).fill(1);
    this.moving = new Uint8Array(count);
    this.x = new Int8Array(count);
    this.y = new Int8Array(count);
  }

  /** Marks every block as copied without motion. */
  clear(): void {
    this.copied.fill(1);
    this.moving.fill(0);
    this.x.fill(0);
    this.y.fill(0);
  }

  set(index: number, vector: Vector, moving: boolean): void {
    this.x[index] = vector.x;
    this.y[index] = vector.y;
    this.moving[index] = moving ? 1 : 0;
  }

  vector(index: number): Vector {
    return { x: this.x[index] as number, y: this.y[index] as number };
  }

  /**
   * The vectors that a block may repeat, likeliest first: those of the blocks to the left, above,
   * above right and above left; of the same block and its neighbours in the previous map; and zero.
   */
  candidates(column: number, row: number, before: BlockField): Vector[] {
    const found: Vector[] = [];
    const add = (vector: Vector) => {
      if (!found.some(({ x, y }) => x === vector.x && y === vector.y)) found.push(vector);
    };
    const look = (field: BlockField, otherColumn: number, otherRow: number) => {
      if (otherColumn < 0 || otherRow < 0) return;
      if (otherColumn >= this.columns || otherRow >= this.rows) return;
      const index = otherRow * this.columns + otherColumn;
      if (field.moving[index]) add(field.vector(index));
    };
    look(this, column - 1, row);
    look(this, column, row - 1);
    look(this, column + 1, row - 1);
    look(this, column - 1, row - 1);
    look(before, column, row);
    look(before, column + 1, row);
    look(before, column, row + 1);
    look(before, column - 1, row);
    look(before, column, row - 1);
    add(NO_MOTION);
    return found.slice(0, MOST_CANDIDATES);
  }
}

/** Clamps both components of a vector to ±{@link REACH}. */
export function withinReach({ x, y }: Vector): Vector {
  const clamp = (value: number) => Math.max(-REACH, Math.min(REACH, value));
  return { x: clamp(x), y: clamp(y) };
}
