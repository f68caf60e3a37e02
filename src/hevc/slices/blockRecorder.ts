import {
  BIT_KINDS,
  type CodingUnits,
  type PredictionUnits,
  type TransformUnits,
} from '../pictureBlocks.ts';

type Column =
  | Uint8Array<ArrayBuffer>
  | Int8Array<ArrayBuffer>
  | Uint16Array<ArrayBuffer>
  | Int16Array<ArrayBuffer>
  | Uint32Array<ArrayBuffer>
  | Float32Array<ArrayBuffer>;

/** Rows for which memory is taken at first; most pictures have fewer coding units. */
const FIRST_ROWS = 1024;

/**
 * Columns of numbers that grow with their rows: how many blocks a picture has is known only at its
 * end. One recorder serves all pictures.
 */
abstract class Recorder {
  count = 0;
  private capacity = FIRST_ROWS;

  /** Adds a row. Its numbers are those of a former picture until they are set. */
  add(): number {
    if (this.count === this.capacity) {
      this.capacity *= 2;
      this.grow(this.capacity);
    }
    this.count += 1;
    return this.count - 1;
  }

  protected abstract grow(rows: number): void;
}

function larger<T extends Column>(column: T, rows: number, perRow = 1): T {
  const Columns = column.constructor as new (length: number) => T;
  const taller = new Columns(rows * perRow);
  taller.set(column);
  return taller;
}

export class CodingRecorder extends Recorder {
  x = new Uint16Array(FIRST_ROWS);
  y = new Uint16Array(FIRST_ROWS);
  log2Size = new Uint8Array(FIRST_ROWS);
  mode = new Uint8Array(FIRST_ROWS);
  partition = new Uint8Array(FIRST_ROWS);
  flags = new Uint8Array(FIRST_ROWS);
  qp = new Int8Array(FIRST_ROWS);
  bits = new Float32Array(FIRST_ROWS * BIT_KINDS.length);
  firstPrediction = new Uint32Array(FIRST_ROWS);
  firstTransform = new Uint32Array(FIRST_ROWS);

  protected override grow(rows: number): void {
    this.x = larger(this.x, rows);
    this.y = larger(this.y, rows);
    this.log2Size = larger(this.log2Size, rows);
    this.mode = larger(this.mode, rows);
    this.partition = larger(this.partition, rows);
    this.flags = larger(this.flags, rows);
    this.qp = larger(this.qp, rows);
    this.bits = larger(this.bits, rows, BIT_KINDS.length);
    this.firstPrediction = larger(this.firstPrediction, rows);
    this.firstTransform = larger(this.firstTransform, rows);
  }

  /** A copy of the rows. */
  copy(predictions: number, transforms: number): CodingUnits {
    const { count } = this;
    return {
      count,
      x: this.x.slice(0, count),
      y: this.y.slice(0, count),
      log2Size: this.log2Size.slice(0, count),
      mode: this.mode.slice(0, count),
      partition: this.partition.slice(0, count),
      flags: this.flags.slice(0, count),
      qp: this.qp.slice(0, count),
      bits: this.bits.slice(0, count * BIT_KINDS.length),
      firstPrediction: withEnd(this.firstPrediction, count, predictions),
      firstTransform: withEnd(this.firstTransform, count, transforms),
    };
  }
}

function withEnd(first: Uint32Array, count: number, end: number): Uint32Array {
  const copy = new Uint32Array(count + 1);
  copy.set(first.subarray(0, count));
  copy[count] = end;
  return copy;
}

export class PredictionRecorder extends Recorder {
  x = new Uint16Array(FIRST_ROWS);
  y = new Uint16Array(FIRST_ROWS);
  width = new Uint8Array(FIRST_ROWS);
  height = new Uint8Array(FIRST_ROWS);
  intraMode = new Uint8Array(FIRST_ROWS);
  mergeIndex = new Uint8Array(FIRST_ROWS);
  reference = new Int8Array(FIRST_ROWS * 2);
  vector = new Int16Array(FIRST_ROWS * 4);

  protected override grow(rows: number): void {
    this.x = larger(this.x, rows);
    this.y = larger(this.y, rows);
    this.width = larger(this.width, rows);
    this.height = larger(this.height, rows);
    this.intraMode = larger(this.intraMode, rows);
    this.mergeIndex = larger(this.mergeIndex, rows);
    this.reference = larger(this.reference, rows, 2);
    this.vector = larger(this.vector, rows, 4);
  }

  /** A copy of the rows. */
  copy(): PredictionUnits {
    const { count } = this;
    return {
      count,
      x: this.x.slice(0, count),
      y: this.y.slice(0, count),
      width: this.width.slice(0, count),
      height: this.height.slice(0, count),
      intraMode: this.intraMode.slice(0, count),
      mergeIndex: this.mergeIndex.slice(0, count),
      reference: this.reference.slice(0, 2 * count),
      vector: this.vector.slice(0, 4 * count),
    };
  }
}

export class TransformRecorder extends Recorder {
  x = new Uint16Array(FIRST_ROWS);
  y = new Uint16Array(FIRST_ROWS);
  log2Size = new Uint8Array(FIRST_ROWS);
  lumaCoefficients = new Uint16Array(FIRST_ROWS);
  chromaCoefficients = new Uint16Array(FIRST_ROWS);

  protected override grow(rows: number): void {
    this.x = larger(this.x, rows);
    this.y = larger(this.y, rows);
    this.log2Size = larger(this.log2Size, rows);
    this.lumaCoefficients = larger(this.lumaCoefficients, rows);
    this.chromaCoefficients = larger(this.chromaCoefficients, rows);
  }

  /** A copy of the rows. */
  copy(): TransformUnits {
    const { count } = this;
    return {
      count,
      x: this.x.slice(0, count),
      y: this.y.slice(0, count),
      log2Size: this.log2Size.slice(0, count),
      lumaCoefficients: this.lumaCoefficients.slice(0, count),
      chromaCoefficients: this.chromaCoefficients.slice(0, count),
    };
  }
}
