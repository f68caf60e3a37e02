import type { Colour } from '../../sequence/davisPalette.ts';

/** Bytes of a shape: four numbers and a colour. */
export const SHAPE_BYTES = 20;

const FIRST_SHAPES = 256;

/** Rectangles or lines with their colours, as the GPU reads them. */
export class ShapeList {
  count = 0;
  private buffer = new ArrayBuffer(FIRST_SHAPES * SHAPE_BYTES);
  private numbers = new Float32Array(this.buffer);
  private bytes = new Uint8Array(this.buffer);

  /**
   * Adds a rectangle (x, y, width, height) or a line (from x, y to x, y), in frame pixels.
   *
   * @param alpha 0..1
   */
  add(a: number, b: number, c: number, d: number, [red, green, blue]: Colour, alpha = 1): void {
    const at = this.count * SHAPE_BYTES;
    if (at === this.buffer.byteLength) this.grow();
    const { numbers, bytes } = this;
    numbers[at / 4] = a;
    numbers[at / 4 + 1] = b;
    numbers[at / 4 + 2] = c;
    numbers[at / 4 + 3] = d;
    bytes[at + 16] = red;
    bytes[at + 17] = green;
    bytes[at + 18] = blue;
    bytes[at + 19] = Math.round(255 * alpha);
    this.count += 1;
  }

  get data(): Uint8Array {
    return this.bytes.subarray(0, this.count * SHAPE_BYTES);
  }

  private grow(): void {
    const larger = new ArrayBuffer(2 * this.buffer.byteLength);
    new Uint8Array(larger).set(this.bytes);
    this.buffer = larger;
    this.numbers = new Float32Array(larger);
    this.bytes = new Uint8Array(larger);
  }
}
