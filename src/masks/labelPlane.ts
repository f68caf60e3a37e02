import type { FrameSize } from '../sequence/frames.ts';

/** At least how far vectors and templates together reach outside the map. */
export const BORDER = 48;

/** Farthest reach of a template: at this distance from all contours it contains one label only. */
export const CALM_REACH = 4;

/**
 * A label map with a border of {@link BORDER} pixels on each side, so that neighbours and vectors
 * need no bounds checks. Labels are indices into the stream's list of ids, 0 = background.
 */
export class LabelPlane {
  readonly stride: number;
  readonly labels: Uint8Array;
  /** 0 if no label within {@link CALM_REACH} pixels differs; updated by {@link extend}. */
  readonly contours: Uint8Array;
  /** A view of the labels, four per word. */
  readonly words: Uint32Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    // Rows are aligned to words.
    this.stride = (width + 2 * BORDER + 3) & ~3;
    this.labels = new Uint8Array(this.stride * (height + 2 * BORDER));
    this.words = new Uint32Array(this.labels.buffer);
    this.contours = new Uint8Array(this.labels.length);
  }

  /** Index of pixel (x, y) in {@link labels}. */
  at(x: number, y: number): number {
    return (y + BORDER) * this.stride + x + BORDER;
  }

  /** The inverse of {@link at}. */
  placeOf(at: number): { x: number; y: number } {
    return { x: (at % this.stride) - BORDER, y: Math.floor(at / this.stride) - BORDER };
  }

  static of({ width, height }: FrameSize, map: Uint8Array): LabelPlane {
    const plane = new LabelPlane(width, height);
    plane.read(map);
    return plane;
  }

  /** @param map [height, width] */
  read(map: Uint8Array): void {
    for (let y = 0; y < this.height; y++) {
      this.labels.set(map.subarray(y * this.width, (y + 1) * this.width), this.at(0, y));
    }
    this.extend();
  }

  /** @returns [height, width] */
  toMap(): Uint8Array<ArrayBuffer> {
    const map = new Uint8Array(this.width * this.height);
    for (let y = 0; y < this.height; y++) {
      map.set(this.labels.subarray(this.at(0, y), this.at(this.width, y)), y * this.width);
    }
    return map;
  }

  /** @param other a plane of the same size */
  equals(other: LabelPlane): boolean {
    const { width, height, labels } = this;
    for (let y = 0; y < height; y++) {
      const start = this.at(0, y);
      for (let at = start; at < start + width; at++) {
        if (labels[at] !== other.labels[at]) return false;
      }
    }
    return true;
  }

  /** @param other a plane of the same size */
  copyFrom(other: LabelPlane): void {
    this.labels.set(other.labels);
    this.contours.set(other.contours);
  }

  /** Repeats the edge of the map in the border, so that objects continue outside the frame. */
  extend(): void {
    const { width, height, stride, labels } = this;
    for (let y = 0; y < height; y++) {
      const start = this.at(0, y);
      labels.fill(labels[start] as number, start - BORDER, start);
      const end = start + width;
      labels.fill(labels[end - 1] as number, end, start - BORDER + stride);
    }
    const first = this.at(-BORDER, 0);
    const last = this.at(-BORDER, height - 1);
    for (let y = 1; y <= BORDER; y++) {
      labels.copyWithin(first - y * stride, first, first + stride);
      labels.copyWithin(last + y * stride, last, last + stride);
    }
    this.markContours();
  }

  private markContours(): void {
    const { contours, words, stride } = this;
    contours.fill(0);
    const rowWords = stride / 4;
    const end = words.length - rowWords;
    for (let at = 0; at < end; at++) {
      const word = words[at] as number;
      const isPlain =
        word === words[at + rowWords] && word === words[at + 1] && word >>> 8 === (word & 0xffffff);
      if (!isPlain) this.markAround(at * 4);
    }
  }

  /** Marks the surroundings of contours between four consecutive pixels and their neighbours. */
  private markAround(first: number): void {
    const { labels, contours, stride } = this;
    let start = -1;
    let last = -1;
    for (let at = first; at < first + 4; at++) {
      const label = labels[at];
      if (label === labels[at + 1] && label === labels[at + stride]) continue;
      if (start < 0) start = at;
      last = at;
    }
    if (start < 0) return;
    const from = start - CALM_REACH;
    const to = last + CALM_REACH + 1;
    for (let line = -CALM_REACH; line <= CALM_REACH + 1; line++) {
      const end = Math.min(contours.length, to + line * stride + 1);
      for (let at = Math.max(0, from + line * stride); at < end; at++) contours[at] = 1;
    }
  }
}
