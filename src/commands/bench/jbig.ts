import { spawnSync } from 'node:child_process';
import type { MapSource } from '../../masks/maskStream.ts';

/**
 * Bytes of all maps with jbigkit's `pbmtojbg`, each map as a separate image with one resolution
 * layer (`-q`): the usual reference for bilevel coding. All objects are black.
 *
 * @returns null if pbmtojbg is not installed (Debian: jbigkit-bin)
 */
export function jbigBytes({ size, count, map }: MapSource): number | null {
  let bytes = 0;
  for (let index = 0; index < count; index++) {
    const input = portableBitmap(map(index), size.width, size.height);
    const { status, stdout, error } = spawnSync('pbmtojbg', ['-q'], { input });
    if (error) return null;
    if (status !== 0) throw new Error(`pbmtojbg ended with ${status}`);
    bytes += stdout.length;
  }
  return bytes;
}

/** A binary PBM image: eight pixels per byte, each row starts with a new byte. */
function portableBitmap(map: Uint8Array, width: number, height: number): Buffer {
  const rowBytes = Math.ceil(width / 8);
  const bits = Buffer.alloc(rowBytes * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      if (!map[y * width + x]) continue;
      const byte = y * rowBytes + (x >> 3);
      bits[byte] = (bits[byte] as number) | (128 >> (x & 7));
    }
  }
  return Buffer.concat([Buffer.from(`P4\n${width} ${height}\n`), bits]);
}
