import { cpSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { decodeLabelMapPng, encodeLabelMapPng } from '../src/sequence/labelMapPng.ts';

export const SAMPLES = 'public/samples';
/** Name of the built-in sequence. */
export const BUILT_IN = 'reef-crossing';

interface Crop {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

/**
 * Writes crops of the first frames of the built-in sequence as a DAVIS sequence that is small
 * enough for WebGPU in software.
 *
 * @param page a page of the app, used to decode and encode JPEG
 * @param davis the DAVIS folder to write to
 */
export async function writeCroppedSequence(
  page: Page,
  davis: string,
  name: string,
  crop: Crop,
  frames: number,
): Promise<void> {
  const folder = (root: string, kind: string, sequence: string) =>
    join(root, kind, '480p', sequence);
  const pictures = folder(davis, 'JPEGImages', name);
  const annotations = folder(davis, 'Annotations', name);
  mkdirSync(pictures, { recursive: true });
  mkdirSync(annotations, { recursive: true });
  for (const file of readdirSync(folder(SAMPLES, 'JPEGImages', BUILT_IN))
    .sort()
    .slice(0, frames)) {
    const path = `/samples/JPEGImages/480p/${BUILT_IN}/${file}`;
    writeFileSync(join(pictures, file), await cropJpeg(page, path, crop));
    const annotation = file.replace('.jpg', '.png');
    const png = readFileSync(join(folder(SAMPLES, 'Annotations', BUILT_IN), annotation));
    const { size, ids } = decodeLabelMapPng(png, annotation);
    const cropped = new Uint8Array(crop.width * crop.height);
    for (let row = 0; row < crop.height; row++) {
      const start = (crop.top + row) * size.width + crop.left;
      cropped.set(ids.subarray(start, start + crop.width), row * crop.width);
    }
    writeFileSync(join(annotations, annotation), encodeLabelMapPng(cropped, crop));
  }
}

async function cropJpeg(page: Page, path: string, crop: Crop): Promise<Buffer> {
  const bytes = await page.evaluate(
    async ([address, { left, top, width, height }]) => {
      const picture = await (await fetch(address)).blob();
      const bitmap = await createImageBitmap(picture, left, top, width, height);
      const canvas = new OffscreenCanvas(width, height);
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
      const blob = await canvas.convertToBlob({ type: 'image/jpeg', quality: 0.95 });
      return [...new Uint8Array(await blob.arrayBuffer())];
    },
    [path, crop] as const,
  );
  return Buffer.from(bytes);
}

/**
 * Writes the first frames of the built-in sequence to a DAVIS folder, under another name.
 *
 * @returns the folders of its pictures and annotations
 */
export function writeFirstFrames(davis: string, name: string, frames: number) {
  const pictures = join(davis, 'JPEGImages/480p', name);
  const annotations = join(davis, 'Annotations/480p', name);
  for (const [kind, target] of [
    ['JPEGImages', pictures],
    ['Annotations', annotations],
  ] as const) {
    mkdirSync(target, { recursive: true });
    const source = join(SAMPLES, kind, '480p', BUILT_IN);
    for (const file of readdirSync(source).sort().slice(0, frames)) {
      cpSync(join(source, file), join(target, file));
    }
  }
  return { pictures, annotations };
}
