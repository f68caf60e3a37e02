/** How far a vector reaches, in coded pixels. */
export const REACH = 36;

export interface Vector {
  readonly x: number;
  readonly y: number;
}

export const NO_MOTION: Vector = { x: 0, y: 0 };

/** How many vectors are offered for a block to repeat. */
const MOST_CANDIDATES = 4;

/** How each block of a map is made from the map before. */
export class BlockField {
  readonly columns: number;
  readonly rows: number;
  /** 1 where the block is the map before, moved, and nothing more is coded. */
  readonly copied: Uint8Array;
  /** 1 where a vector was coded, so that others may repeat it. */
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

  /** No motion anywhere. */
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
   * The vectors that a block may repeat, the likeliest first: those of the blocks left, above,
   * above right and above left, of the same block and some around it in the map before, and none.
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

/** A vector whose parts are within ±{@link REACH}. */
export function withinReach({ x, y }: Vector): Vector {
  const clamp = (value: number) => Math.max(-REACH, Math.min(REACH, value));
  return { x: clamp(x), y: clamp(y) };
}
