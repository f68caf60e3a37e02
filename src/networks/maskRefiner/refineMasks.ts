import type { Tensor } from 'onnxruntime-web';
import type { FramePlanes } from '../../sequence/frames.ts';
import { VOID_ID } from '../../sequence/labelMaps.ts';
import { ENHANCER_PLANES, LUMA_PHASES, packLuma, packPlanes } from '../enhancer/enhancerPlanes.ts';
import type { MaskCoding } from '../networksApi.ts';
import type { PlanesNetwork } from '../runtime/sessions.ts';
import { type NetworkGrid, pixelsOf } from '../tensors/networkGrid.ts';

/** Logit for a background pixel to become an object; not 0, since F counts every wrong filling. */
const BACKGROUND_THRESHOLD = 0.5;

/**
 * Moves the contours of a decoded label map, which is usually coded coarser than the picture, to
 * those of the decoded picture (`models/mask_refiner/refine.py`). The background is decided for all
 * objects together, so that no gap opens between objects that touch. Every other pixel gets the
 * object with the highest logit. The mask stream never uses the result, so nothing can drift.
 *
 * @param map ids at full size, as decoded from the mask stream
 * @param refined receives the refined ids; at scale 1 those of `map`
 * @returns the network's logits, [4, padded height, padded width]: of all objects together, then of
 *   each object if there are several; empty without objects and at scale 1
 */
export async function refineMasks(
  network: PlanesNetwork,
  planes: FramePlanes,
  map: Uint8Array,
  coding: MaskCoding,
  refined: Uint8Array,
): Promise<readonly Float32Array[]> {
  const { grid } = network;
  const ids = objectsOf(map);
  const [first = 0] = ids;
  // Contours that were coded at full size are sharper than those of the decoded picture.
  if (coding.scale === 1) {
    refined.set(map);
    return [];
  }
  refined.fill(0);
  if (ids.length === 0) return [];
  const packed = packPlanes(planes, grid);
  const logitsOf = (isOwn: (id: number) => boolean) =>
    maskLogits(network, packed, map, isOwn, coding);
  const foreground = await logitsOf(isObject);
  forEachPixel(grid, (at, place) => {
    if ((foreground[place] ?? 0) > ((map[at] ?? 0) > 0 ? 0 : BACKGROUND_THRESHOLD))
      refined[at] = first;
  });
  if (ids.length === 1) return [foreground];
  const best = new Float32Array(map.length).fill(Number.NEGATIVE_INFINITY);
  const all = [foreground];
  for (const id of ids) {
    const own = await logitsOf((found) => found === id);
    forEachPixel(grid, (at, place) => {
      const logit = own[place] ?? 0;
      if (refined[at] === 0 || logit <= (best[at] ?? 0)) return;
      best[at] = logit;
      refined[at] = id;
    });
    all.push(own);
  }
  return all;
}

async function maskLogits(
  { grid, runtime, session }: PlanesNetwork,
  packed: Float32Array,
  map: Uint8Array,
  isOwn: (id: number) => boolean,
  { scale, crf }: MaskCoding,
): Promise<Float32Array> {
  const { Tensor } = runtime.onnx;
  const { width, height } = grid.padded;
  const mask = new Float32Array(LUMA_PHASES * pixelsOf(grid.padded));
  packLuma(
    map.map((id) => (isOwn(id) ? 1 : 0)),
    1,
    grid,
    mask,
  );
  const outputs = await session.run({
    planes: new Tensor('float32', packed, [1, ENHANCER_PLANES, height, width]),
    mask: new Tensor('float32', mask, [1, LUMA_PHASES, height, width]),
    scale: new Tensor('float32', Float32Array.of(scale), [1]),
    crf: new Tensor('float32', Float32Array.of(crf), [1]),
  });
  return (outputs.logits as Tensor).data as Float32Array;
}

/** Ids of a map in ascending order, neither background nor void. */
function objectsOf(map: Uint8Array): number[] {
  return [...new Set(map)].filter(isObject).sort((a, b) => a - b);
}

function isObject(id: number): boolean {
  return id > 0 && id < VOID_ID;
}

/** @param visit gets each pixel's index in the frame and in the packed phases */
function forEachPixel(
  { frame, padded }: NetworkGrid,
  visit: (at: number, place: number) => void,
): void {
  const pixels = pixelsOf(padded);
  for (let row = 0; row < frame.height; row++) {
    const evenPhase = (row & 1) * 2 * pixels + (row >> 1) * padded.width;
    for (let column = 0; column < frame.width; column++) {
      const place = evenPhase + (column & 1) * pixels + (column >> 1);
      visit(row * frame.width + column, place);
    }
  }
}
