import type { FrameSize } from '../sequence/frames.ts';

/** At least what vectors and templates together reach beyond the map. */
export const BORDER = 48;

/** How far from contours a template sees one label only: no template reaches further. */
export const CALM_REACH = 4;

/**
 * A label map with a border of {@link BORDER} pixels on each side, so that neighbours and motion
 * need no checks. Labels are indices into the stream's list of ids, 0 = background.
 */
export class LabelPlane {
  readonly stride: number;
  readonly labels: Uint8Array;
  /** 0 where no label differs within {@link CALM_REACH} pixels; as of the last {@link extend}. */
  readonly contours: Uint8Array;

  constructor(
    readonly width: number,
    readonly height: number,
  ) {
    this.stride = width + 2 * BORDER;
    this.labels = new Uint8Array(this.stride * (height + 2 * BORDER));
    this.contours = new Uint8Array(this.labels.length);
  }

  /** Where pixel (x, y) lies in {@link labels}. */
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

  /** Whether all labels are those of a plane of the same size. */
  equals(other: LabelPlane): boolean {
    return this.labels.every((label, at) => label === other.labels[at]);
  }

  /** @param other a plane of the same size */
  copyFrom(other: LabelPlane): void {
    this.labels.set(other.labels);
    this.contours.set(other.contours);
  }

  /** Repeats the map's edge in the border: objects that leave the picture go on outside. */
  extend(): void {
    const { width, height, stride, labels } = this;
    for (let y = 0; y < height; y++) {
      const start = this.at(0, y);
      labels.fill(labels[start] as number, start - BORDER, start);
      labels.fill(labels[start + width - 1] as number, start + width, start + width + BORDER);
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
    const { labels, contours, stride } = this;
    contours.fill(0);
    const end = labels.length - stride - 1;
    for (let at = 0; at < end; at++) {
      const label = labels[at];
      if (label === labels[at + 1] && label === labels[at + stride]) continue;
      // A contour lies between this pixel and the next ones: a box around both.
      for (let line = -CALM_REACH; line <= CALM_REACH + 1; line++) {
        const start = at + line * stride - CALM_REACH;
        contours.fill(1, Math.max(0, start), Math.max(0, start + 2 * CALM_REACH + 2));
      }
    }
  }
}
