// Parts of JPEG and PNG files, for tests of what cameras and other programs write.
import { crc32 } from 'node:zlib';

/** EXIF data with one entry: the orientation. */
export function exifData(orientation: number, order: 'II' | 'MM' = 'II'): Uint8Array {
  const view = new DataView(new ArrayBuffer(26));
  const little = order === 'II';
  view.setUint16(0, little ? 0x4949 : 0x4d4d);
  view.setUint16(2, 42, little);
  view.setUint32(4, 8, little);
  view.setUint16(8, 1, little);
  view.setUint16(10, 274, little);
  view.setUint16(12, 3, little);
  view.setUint32(14, 1, little);
  view.setUint16(18, orientation, little);
  return new Uint8Array(view.buffer);
}

/** A JPEG with an EXIF segment after its start marker. */
export function jpegWithExif(jpeg: Uint8Array, exif: Uint8Array): Uint8Array<ArrayBuffer> {
  const body = [...new TextEncoder().encode('Exif'), 0, 0, ...exif];
  const length = body.length + 2;
  const segment = [0xff, 0xe1, length >> 8, length & 255, ...body];
  return Uint8Array.from([...jpeg.subarray(0, 2), ...segment, ...jpeg.subarray(2)]);
}

/** A chunk of a PNG with its length and checksum. */
export function pngChunk(type: string, data: Uint8Array): Uint8Array<ArrayBuffer> {
  const named = Uint8Array.from([...new TextEncoder().encode(type), ...data]);
  return Uint8Array.from([...bigEndian(data.length), ...named, ...bigEndian(crc32(named))]);
}

/** A PNG with further chunks after its IHDR. */
export function pngWith(
  png: Uint8Array,
  ...chunks: readonly Uint8Array[]
): Uint8Array<ArrayBuffer> {
  const afterHeader = 33;
  const added = chunks.flatMap((chunk) => [...chunk]);
  return Uint8Array.from([...png.subarray(0, afterHeader), ...added, ...png.subarray(afterHeader)]);
}

function bigEndian(value: number): number[] {
  return [value >>> 24, (value >>> 16) & 255, (value >>> 8) & 255, value & 255];
}
