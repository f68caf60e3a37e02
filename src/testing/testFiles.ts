import { encode } from 'fast-png';
import type { FoundFile } from '../files/foundFile.ts';
import { encodeLabelMapPng } from '../sequence/labelMapPng.ts';

/** An annotation: a palette PNG of `width`×2 pixels with one id. */
export function maskPng(id = 1, width = 4): Uint8Array<ArrayBuffer> {
  const map = new Uint8Array(width * 2).fill(id);
  return Uint8Array.from(encodeLabelMapPng(map, { width, height: 2 }));
}

/** A grey picture of `width`×2 pixels. */
export function picturePng(width = 4): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(width * 2 * 3).fill(90);
  return Uint8Array.from(encode({ width, height: 2, channels: 3, data }));
}

/** A file as from a folder that the user chose. */
export function foundFile(path: string, bytes: BlobPart = maskPng()): FoundFile {
  return { path, blob: async () => new Blob([bytes]) };
}
