import { Unzlib } from 'fflate';
import { type PngChunk, pngChunks } from './pictureFile.ts';

/** The chunks that pixels and palette depend on. Others, such as profiles, are not even unpacked. */
const NEEDED = ['IHDR', 'PLTE', 'tRNS', 'IDAT', 'IEND'];

/** Some programs write a little more than the last row; readers ignore it. */
const SURPLUS_BYTES = 4096;

/** Compressed bytes that are unpacked at a time; they expand to at most 4 MiB. */
const PIECE_BYTES = 4096;

/**
 * A PNG with only the chunks that its pixels need, whose pixel data does not expand to more than
 * its size justifies: decoders unpack whatever is there, and 1 MB can expand to 1 GB.
 *
 * @param png a complete PNG
 * @throws Error with the reason if the data expands to more, or cannot be unpacked
 */
export function boundedPng(png: Uint8Array): Uint8Array {
  const needed = [...pngChunks(png)].filter(({ type }) => NEEDED.includes(type));
  const [header] = needed;
  if (header?.type !== 'IHDR' || header.data.length !== 13) throw new Error('it has no header');
  assertExpandsTo(
    pixelBytes(header.data),
    needed.filter(({ type }) => type === 'IDAT').map(({ data }) => data),
  );
  return joined(png, needed);
}

function assertExpandsTo(most: number, parts: readonly Uint8Array[]): void {
  let bytes = 0;
  const unpacker = new Unzlib((piece) => {
    bytes += piece.length;
    if (bytes > most + SURPLUS_BYTES)
      throw new Error(`its pixels take more than the ${most} bytes of its size`);
  });
  for (const part of parts) {
    for (let at = 0; at < part.length; at += PIECE_BYTES) {
      unpacker.push(part.subarray(at, at + PIECE_BYTES));
    }
  }
}

/** Channels by colour type: grey, –, RGB, palette, grey and alpha, –, RGB and alpha. */
const CHANNELS = [1, 0, 3, 1, 2, 0, 4];

/** Starts and steps of the seven passes of interlaced pictures: x, y, step in x, step in y. */
const PASSES = [
  [0, 0, 8, 8],
  [4, 0, 8, 8],
  [0, 4, 4, 8],
  [2, 0, 4, 4],
  [0, 2, 2, 4],
  [1, 0, 2, 2],
  [0, 1, 1, 2],
] as const;

/**
 * Bytes of a picture's unpacked data: each row of pixels after a byte for its filter (PNG, 7.2 and
 * 8).
 *
 * @param header data of IHDR
 */
function pixelBytes(header: Uint8Array): number {
  const view = new DataView(header.buffer, header.byteOffset, header.byteLength);
  const width = view.getUint32(0);
  const height = view.getUint32(4);
  const bits = view.getUint8(8) * (CHANNELS[view.getUint8(9)] ?? 0);
  const isInterlaced = view.getUint8(12) === 1;
  const rows = (columns: number, count: number) =>
    columns > 0 ? count * (1 + Math.ceil((columns * bits) / 8)) : 0;
  if (!isInterlaced) return rows(width, height);
  return PASSES.reduce(
    (sum, [x, y, stepX, stepY]) =>
      sum + rows(Math.ceil((width - x) / stepX), Math.max(0, Math.ceil((height - y) / stepY))),
    0,
  );
}

const SIGNATURE_BYTES = 8;

function joined(png: Uint8Array, chunks: readonly PngChunk[]): Uint8Array {
  const parts = [
    png.subarray(0, SIGNATURE_BYTES),
    ...chunks.map(({ data, end }) => png.subarray(end - data.length - 12, end)),
  ];
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
