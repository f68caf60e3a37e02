import { crc32 } from '../../masks/crc32.ts';
import type { FrameSize } from '../../sequence/frames.ts';

/** What a PNG file says besides its pixels. */
interface PngFacts {
  /** Text by its keyword, such as `Title` or `Source`. */
  readonly text?: Readonly<Record<string, string>>;
  /** Its resolution, so that documents show it at its size. */
  readonly pixelsPerMetre?: number;
}

const SIGNATURE = Uint8Array.of(137, 80, 78, 71, 13, 10, 26, 10);
const TRUECOLOUR = 2;
const PAETH = 4;
const METRE = 1;

/**
 * Writes opaque pixels as a PNG of 24 bits per pixel. The canvas' own encoder would keep an alpha
 * channel, which PDF files store as a second image, and has no text.
 *
 * @param rgba [height, width, 4]; alpha is ignored
 */
export async function encodePng(
  rgba: Uint8ClampedArray,
  { width, height }: FrameSize,
  { text = {}, pixelsPerMetre }: PngFacts = {},
): Promise<Uint8Array<ArrayBuffer>> {
  const header = new DataView(new ArrayBuffer(13));
  header.setUint32(0, width);
  header.setUint32(4, height);
  header.setUint8(8, 8);
  header.setUint8(9, TRUECOLOUR);
  const pixels = await deflated(filteredRows(rgba, width, height));
  const parts = [
    SIGNATURE,
    chunk('IHDR', new Uint8Array(header.buffer)),
    ...(pixelsPerMetre === undefined ? [] : [chunk('pHYs', resolution(pixelsPerMetre))]),
    ...Object.entries(text).map(([keyword, value]) => chunk('iTXt', international(keyword, value))),
    chunk('IDAT', pixels),
    chunk('IEND', new Uint8Array(0)),
  ];
  return joined(parts);
}

/**
 * The rows, each with its filter: Paeth, which suits photographs, and flat areas are zeros with it,
 * too. One filter for all keeps it fast.
 */
function filteredRows(rgba: Uint8ClampedArray, width: number, height: number) {
  const row = 1 + 3 * width;
  const rows = new Uint8Array(row * height);
  for (let y = 0; y < height; y++) {
    let out = y * row;
    rows[out++] = PAETH;
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 4;
      for (let channel = 0; channel < 3; channel++) {
        const left = x > 0 ? (rgba[at + channel - 4] as number) : 0;
        const above = y > 0 ? (rgba[at + channel - 4 * width] as number) : 0;
        const corner = x > 0 && y > 0 ? (rgba[at + channel - 4 * width - 4] as number) : 0;
        rows[out++] = (rgba[at + channel] as number) - paeth(left, above, corner);
      }
    }
  }
  return rows;
}

/** The neighbour that is nearest to left + above − corner (PNG specification, 9.4). */
function paeth(left: number, above: number, corner: number): number {
  const toLeft = Math.abs(above - corner);
  const toAbove = Math.abs(left - corner);
  const toCorner = Math.abs(left + above - 2 * corner);
  if (toLeft <= toAbove && toLeft <= toCorner) return left;
  return toAbove <= toCorner ? above : corner;
}

/** In the format of zlib, off the main thread. */
async function deflated(bytes: Uint8Array<ArrayBuffer>): Promise<Uint8Array> {
  const stream = new Blob([bytes]).stream().pipeThrough(new CompressionStream('deflate'));
  return new Uint8Array(await new Response(stream).arrayBuffer());
}

function resolution(pixelsPerMetre: number): Uint8Array {
  const view = new DataView(new ArrayBuffer(9));
  view.setUint32(0, Math.round(pixelsPerMetre));
  view.setUint32(4, Math.round(pixelsPerMetre));
  view.setUint8(8, METRE);
  return new Uint8Array(view.buffer);
}

/** Text in UTF-8, uncompressed, in no language that is stated. */
function international(keyword: string, text: string): Uint8Array {
  return new TextEncoder().encode(`${keyword}\0\0\0\0\0${text}`);
}

function chunk(type: string, data: Uint8Array): Uint8Array {
  const bytes = new Uint8Array(12 + data.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, data.length);
  bytes.set(new TextEncoder().encode(type), 4);
  bytes.set(data, 8);
  view.setUint32(8 + data.length, crc32(bytes.subarray(4, 8 + data.length)));
  return bytes;
}

function joined(parts: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
