import { BlockField, type Vector, withinReach } from './blockField.ts';
import { AdaptiveBits } from './entropy/adaptiveBits.ts';
import { BlockCoder } from './entropy/blockCoder.ts';
import { type DecisionObserver, PixelCoder, type PixelNetworks } from './entropy/pixelCoder.ts';
import type { BitCoder } from './entropy/rangeCoder.ts';
import { CALM_REACH, LabelPlane } from './labelPlane.ts';

export interface MapCoderSettings {
  /** Size of the coded maps. */
  readonly width: number;
  readonly height: number;
  /** Number of labels: they are 0 to `labels` - 1. */
  readonly labels: number;
  /** One coded pixel covers scale×scale source pixels. */
  readonly scale: number;
}

/** The encoder's decisions for a map. */
export interface MapPlan {
  readonly target: LabelPlane;
  readonly field: BlockField;
}

/**
 * Codes label maps in order, each predicted from the previous ones. The same code writes and reads.
 * Its state (maps, vectors, adaptive probabilities) depends only on what was coded.
 */
export class MapCoder {
  /** The last coded map, and the one before it. */
  previous: LabelPlane;
  older: LabelPlane;
  /** The blocks of the last coded map. */
  before: BlockField;
  readonly pixels: PixelCoder;
  /** Called before a block's vector, and then before each row of its pixels, is coded. */
  onBlock: ((index: number) => void) | null = null;
  private current: LabelPlane;
  private field: BlockField;
  /** 1 if a block of the current map is copied and has one label. */
  private readonly plain: Uint8Array;
  private readonly blocks = new BlockCoder();
  private readonly still = new AdaptiveBits(2, 60, [1000, 32768]);
  private wasStill = 0;

  constructor(
    readonly settings: MapCoderSettings,
    networks: PixelNetworks,
    observer: DecisionObserver | null = null,
  ) {
    const { width, height, labels, scale } = settings;
    const plane = () => new LabelPlane(width, height);
    this.previous = plane();
    this.older = plane();
    this.current = plane();
    const block = blockSize(scale);
    this.field = new BlockField(width, height, block);
    this.before = new BlockField(width, height, block);
    this.plain = new Uint8Array(this.field.copied.length);
    this.pixels = new PixelCoder(this.current.stride, labels, scale, networks, observer);
  }

  /**
   * Codes a map without reference to others.
   *
   * @param target the map to write; null to read
   */
  codeIntra(coder: BitCoder, target: LabelPlane | null): void {
    const { current, settings, pixels } = this;
    const labels = current.labels;
    const wanted = (target ?? current).labels;
    labels.fill(0);
    pixels.begin();
    for (let y = 0; y < settings.height; y++) {
      const start = current.at(0, y);
      pixels.codeIntraRow(coder, labels, start, start + settings.width, y, wanted);
    }
    this.field.clear();
    this.advance();
    this.older.copyFrom(this.previous);
  }

  /**
   * Codes a map predicted from the previous ones.
   *
   * @param plan the map to write; null to read, or to write an unchanged map
   * @param still whether the map is unchanged; ignored by a decoder
   */
  codeInter(coder: BitCoder, plan: MapPlan | null, still = false): void {
    this.wasStill = this.still.code(coder, this.wasStill, still ? 1 : 0);
    if (this.wasStill) {
      this.current.copyFrom(this.previous);
      this.field.clear();
    } else {
      this.codeBlocks(coder, plan?.field ?? null);
      this.codePixels(coder, plan?.target ?? null);
    }
    this.advance();
  }

  private codeBlocks(coder: BitCoder, plan: BlockField | null): void {
    const { field, before, previous, blocks } = this;
    for (let row = 0, index = 0; row < field.rows; row++) {
      for (let column = 0; column < field.columns; column++, index++) {
        this.onBlock?.(index);
        const candidates = field.candidates(column, row, before);
        const likely = candidates[0] as Vector;
        const flat = isFlat(previous, field.block, column, row, likely);
        const wanted = plan ? (plan.copied[index] as number) : 0;
        const copied = blocks.codeCopied(coder, field, index, before, flat, wanted);
        field.copied[index] = copied;
        this.plain[index] = copied && flat ? 1 : 0;
        if (copied && flat) {
          // The block has one label, so the exact vector does not matter.
          field.set(index, likely, false);
        } else {
          const vector = plan?.vector(index) ?? likely;
          field.set(index, blocks.codeVector(coder, candidates, vector), true);
        }
      }
    }
  }

  private codePixels(coder: BitCoder, target: LabelPlane | null): void {
    const { current, previous, older, field, pixels, settings, plain } = this;
    const { width, height } = settings;
    const { block, columns } = field;
    const now = current.labels;
    const wanted = (target ?? current).labels;
    const span = { now, start: 0, end: 0, y: 0, previous, older, step: 0, longStep: 0 };
    now.fill(0);
    pixels.begin();
    for (let row = 0, first = 0; row < field.rows; row++, first += columns) {
      const steps = new Int32Array(columns);
      const longSteps = new Int32Array(columns);
      for (let column = 0; column < columns; column++) {
        const index = first + column;
        steps[column] = this.stepOf(field.vector(index));
        longSteps[column] = this.stepOf(longVector(field, index, this.before));
      }
      const top = row * block;
      const bottom = Math.min(height, top + block);
      for (let y = top; y < bottom; y++) {
        const left = current.at(0, y);
        for (let column = 0; column < columns; column++) {
          const index = first + column;
          this.onBlock?.(index);
          span.y = y;
          span.start = left + column * block;
          span.end = left + Math.min(width, column * block + block);
          span.step = steps[column] as number;
          span.longStep = longSteps[column] as number;
          if (plain[index]) pixels.fillSpan(span, y === top);
          else if (field.copied[index]) pixels.copySpan(span);
          else pixels.codeSpan(coder, span, wanted);
        }
        pixels.endRow(now, left + width, y);
      }
    }
  }

  /** A vector as an index offset in the labels of a plane. */
  private stepOf({ x, y }: Vector): number {
    return y * this.current.stride + x;
  }

  private advance(): void {
    this.current.extend();
    const { older } = this;
    this.older = this.previous;
    this.previous = this.current;
    this.current = older;
    [this.before, this.field] = [this.field, this.before];
  }
}

/** The side of a block in coded pixels: the cheapest on the training maps of each scale. */
function blockSize(scale: number): number {
  return scale === 1 ? 32 : scale === 2 ? 20 : 16;
}

/** A block's motion over two maps: its vector plus that of the block that it points to. */
export function longVector(field: BlockField, index: number, before: BlockField): Vector {
  const { block, columns, rows } = field;
  const { x, y } = field.vector(index);
  const middle = block / 2;
  const fromX = (index % columns) * block + middle + x;
  const fromY = Math.floor(index / columns) * block + middle + y;
  const column = Math.max(0, Math.min(columns - 1, Math.floor(fromX / block)));
  const row = Math.max(0, Math.min(rows - 1, Math.floor(fromY / block)));
  const earlier = before.vector(row * columns + column);
  return withinReach({ x: x + earlier.x, y: y + earlier.y });
}

/** True when a block moved by `vector`, with a margin of one pixel, has one label. */
export function isFlat(
  plane: LabelPlane,
  block: number,
  column: number,
  row: number,
  vector: Vector,
): boolean {
  const { labels, contours, stride } = plane;
  const x = column * block;
  const y = row * block;
  const first = plane.at(x + vector.x - 1, y + vector.y - 1);
  const width = Math.min(block, plane.width - x) + 2;
  const height = Math.min(block, plane.height - y) + 2;
  if (isFarFromContours(contours, stride, first, width, height)) return true;
  const label = labels[first] as number;
  for (let line = 0; line < height; line++) {
    const start = first + line * stride;
    for (let at = start; at < start + width; at++) if (labels[at] !== label) return false;
  }
  return true;
}

/**
 * True when no contour lies in a rectangle. A fast check on sampled marks, which cover the pixels
 * between them; false does not imply that the rectangle has a contour.
 */
function isFarFromContours(
  contours: Uint8Array,
  stride: number,
  first: number,
  width: number,
  height: number,
): boolean {
  for (let line = CALM_REACH; line < height + CALM_REACH; line += 2 * CALM_REACH) {
    const start = first + Math.min(line, height - 1) * stride;
    for (let x = CALM_REACH; x < width + CALM_REACH; x += 2 * CALM_REACH) {
      if (contours[start + Math.min(x, width - 1)]) return false;
    }
  }
  return true;
}
