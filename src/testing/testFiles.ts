import { encode } from 'fast-png';
import type { FoundFile } from '../files/foundFile.ts';
import { encodeLabelMapPng } from '../sequence/labelMapPng.ts';

/** For tests only: a palette PNG of 4×2 pixels, all of one id, that serves as an annotation. */
export function maskPng(id = 1, width = 4): Uint8Array<ArrayBuffer> {
  const map = new Uint8Array(width * 2).fill(id);
  return Uint8Array.from(encodeLabelMapPng(map, { width, height: 2 }));
}

/** For tests only: a grey picture of 4×2 pixels. */
export function picturePng(width = 4): Uint8Array<ArrayBuffer> {
  const data = new Uint8Array(width * 2 * 3).fill(90);
  return Uint8Array.from(encode({ width, height: 2, channels: 3, data }));
}

/** For tests only: a file as a chosen folder gives it. */
export function foundFile(path: string, bytes: BlobPart = maskPng()): FoundFile {
  return { path, blob: async () => new Blob([bytes]) };
}
