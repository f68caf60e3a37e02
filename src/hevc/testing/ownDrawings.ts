import { execFileSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { MODE, type PictureBlocks } from '../pictureBlocks.ts';

/** Layers as `libde265Drawings.py` writes them. */
export const LAYERS = [
  ...(['codingGrid', 'transformGrid', 'predictionGrid', 'intraModes'] as const),
  ...(['modes', 'qp', 'motion'] as const),
];

/** The pixels of each layer, three bytes each. */
export type Drawings = Record<(typeof LAYERS)[number], Uint8Array>;

const PIXEL = 3;
const WHITE = 0xffffff;
/** By {@link MODE}: intra, inter, skip. */
const MODE_COLOURS = [0xff0000, 0x0000ff, 0x00ff00];
const LIST_COLOURS = [0xff0000, 0x00ff00];
/** libde265 draws a QP as grey, from black at the first to white at the second. */
const DRAWN_QP = { least: 20, most: 40 };
/** intraPredAngle by mode (table 8-5). */
const ANGLES = [
  ...[0, 0, 32, 26, 21, 17, 13, 9, 5, 2, 0, -2, -5, -9, -13, -17, -21, -26],
  ...[-32, -26, -21, -17, -13, -9, -5, -2, 0, 2, 5, 9, 13, 17, 21, 26, 32],
];

/** Drawings of another decoder, of all pictures in output order. */
export function libde265Drawings(stream: Uint8Array, { width, height }: PictureBlocks): Drawings[] {
  const folder = mkdtempSync(join(tmpdir(), 'maskscope-drawings-'));
  try {
    const path = join(folder, 'stream.hevc');
    writeFileSync(path, stream);
    const script = join(import.meta.dirname, 'libde265Drawings.py');
    const size = [String(width), String(height)];
    const drawn = execFileSync('python3', [script, path, ...size], { maxBuffer: 2 ** 30 });
    const bytes = width * height * PIXEL;
    return Array.from({ length: drawn.length / bytes / LAYERS.length }, (_, picture) =>
      byLayer((_name, index) => {
        const from = (picture * LAYERS.length + index) * bytes;
        return Uint8Array.from(drawn.subarray(from, from + bytes));
      }),
    );
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** The same drawings of the blocks as they were read here (libde265/visualize.cc). */
export function ownDrawings(blocks: PictureBlocks): Drawings {
  const { coding, prediction, transform, width, height } = blocks;
  const drawings = byLayer(() => new Drawing(width, height));
  for (let unit = 0; unit < coding.count; unit++) {
    const x = coding.x[unit] as number;
    const y = coding.y[unit] as number;
    const size = 1 << (coding.log2Size[unit] as number);
    const mode = coding.mode[unit] as number;
    drawings.codingGrid.corner(x, y, size, size);
    drawings.modes.tint(x, y, size, MODE_COLOURS[mode] as number);
    drawings.qp.fill(x, y, size, greyOf(coding.qp[unit] as number));
    const first = coding.firstTransform[unit] as number;
    const end = coding.firstTransform[unit + 1] as number;
    if (first === end) drawings.transformGrid.corner(x, y, size, size);
    for (let block = first; block < end; block++) {
      const side = 1 << (transform.log2Size[block] as number);
      const { x: atX, y: atY } = transform;
      drawings.transformGrid.corner(atX[block] as number, atY[block] as number, side, side);
    }
    const next = coding.firstPrediction[unit + 1] as number;
    for (let block = coding.firstPrediction[unit] as number; block < next; block++) {
      const left = prediction.x[block] as number;
      const top = prediction.y[block] as number;
      const across = prediction.width[block] as number;
      const down = prediction.height[block] as number;
      drawings.predictionGrid.corner(left, top, across, down);
      if (mode === MODE.intra) {
        drawings.intraModes.intra(left, top, across, prediction.intraMode[block] as number);
        continue;
      }
      const fromX = left + Math.floor(across / 2);
      const fromY = top + Math.floor(down / 2);
      for (const list of [0, 1]) {
        if ((prediction.reference[2 * block + list] as number) < 0) continue;
        const toX = fromX + (prediction.vector[4 * block + 2 * list] as number);
        const toY = fromY + (prediction.vector[4 * block + 2 * list + 1] as number);
        drawings.motion.line(fromX, fromY, toX, toY, LIST_COLOURS[list] as number);
      }
    }
  }
  return byLayer((name) => drawings[name].pixels);
}

function byLayer<T>(make: (layer: keyof Drawings, index: number) => T): Record<keyof Drawings, T> {
  const entries = LAYERS.map((layer, index) => [layer, make(layer, index)] as const);
  return Object.fromEntries(entries) as Record<keyof Drawings, T>;
}

function greyOf(qp: number): number {
  const { least, most } = DRAWN_QP;
  const within = Math.min(most, Math.max(least, qp));
  const grey = Math.trunc(Math.fround(0xff * Math.fround((within - least) / (most - least))));
  return grey | (grey << 8) | (grey << 16);
}

class Drawing {
  readonly pixels: Uint8Array;

  constructor(
    private readonly width: number,
    private readonly height: number,
  ) {
    this.pixels = new Uint8Array(width * height * PIXEL);
  }

  set(x: number, y: number, colour: number): void {
    if (x < 0 || y < 0 || x >= this.width || y >= this.height) return;
    for (let byte = 0; byte < PIXEL; byte++) {
      this.pixels[(y * this.width + x) * PIXEL + byte] = (colour >> (8 * byte)) & 255;
    }
  }

  /** The left and upper side of a block. */
  corner(x: number, y: number, width: number, height: number): void {
    for (let row = 0; row < height; row++) this.set(x, y + row, WHITE);
    for (let column = 0; column < width; column++) this.set(x + column, y, WHITE);
  }

  fill(x: number, y: number, size: number, colour: number): void {
    for (let row = 0; row < size; row++) {
      for (let column = 0; column < size; column++) this.set(x + column, y + row, colour);
    }
  }

  /** Half of a colour, on black. */
  tint(x: number, y: number, size: number, colour: number): void {
    this.fill(x, y, size, (colour >> 1) & 0x7f7f7f);
  }

  /** A square for planar, a circle for DC, else a line along the direction. */
  intra(x: number, y: number, size: number, mode: number): void {
    const half = size / 2;
    const quarter = size / 4;
    if (mode === 0) {
      for (let at = -quarter; at <= quarter; at++) {
        this.set(x + quarter, y + half + at, WHITE);
        this.set(x + 3 * quarter, y + half + at, WHITE);
        this.set(x + half + at, y + quarter, WHITE);
        this.set(x + half + at, y + 3 * quarter, WHITE);
      }
    } else if (mode === 1) {
      for (let at = -quarter; at < quarter; at++) {
        const away = Math.trunc((Math.sqrt(size * size - 16 * at * at) + 2) / 4);
        this.set(x + half + at, y + half + away, WHITE);
        this.set(x + half + at, y + half - away, WHITE);
        this.set(x + half + away, y + half + at, WHITE);
        this.set(x + half - away, y + half + at, WHITE);
      }
    } else {
      const slope = ANGLES[mode] as number;
      for (let at = -half; at < half; at++) {
        const aside = Math.trunc((slope * at + Math.sign(slope * at) * 16) / 32);
        if (mode < 18) this.set(x + at + half, y + half - aside, WHITE);
        else this.set(x + half - aside, y + at + half, WHITE);
      }
    }
  }

  /** libde265 draws lines to the right and, if they are steep, downwards only. */
  line(x0: number, y0: number, x1: number, y1: number, colour: number): void {
    const across = x1 - x0;
    const down = y1 - y0;
    if (across === 0 && down === 0) this.set(x0, y0, colour);
    else if (Math.abs(across) < Math.abs(down)) {
      for (let y = y0; y <= y1; y++) {
        this.set(Math.trunc(((y - y0) * across) / down) + x0, y, colour);
      }
    } else {
      for (let x = x0; x <= x1; x++) {
        this.set(x, Math.trunc(((x - x0) * down) / across) + y0, colour);
      }
    }
  }
}
