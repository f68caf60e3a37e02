import {
  type Camera,
  NearestFilter,
  type Scene,
  type WebGLRenderer,
  WebGLRenderTarget,
} from 'three';
import type { FrameSize } from '../../sequence/frames.ts';
import { waterUniforms } from './water.ts';

/** Draws the object that is visible at the centre of each pixel. */
export interface LabelPass {
  /** @returns the label map: [height, width] ids, 0 = background */
  draw(scene: Scene, camera: Camera): Uint8Array;
}

/**
 * Draws the scene again at the size of the frame, with one sample per pixel and the same geometry
 * and materials, which write the id of the object instead of a colour.
 */
export function createLabelPass(renderer: WebGLRenderer, { width, height }: FrameSize): LabelPass {
  const target = new WebGLRenderTarget(width, height, {
    minFilter: NearestFilter,
    magFilter: NearestFilter,
  });
  const pixels = new Uint8Array(width * height * 4);
  return {
    draw(scene, camera) {
      waterUniforms.labelMode.value = 1;
      renderer.shadowMap.autoUpdate = false;
      renderer.setRenderTarget(target);
      renderer.render(scene, camera);
      renderer.readRenderTargetPixels(target, 0, 0, width, height, pixels);
      renderer.setRenderTarget(null);
      renderer.shadowMap.autoUpdate = true;
      waterUniforms.labelMode.value = 0;
      return fromTheTop(pixels, width, height);
    },
  };
}

/** Extracts the red channel and flips it, because WebGL returns the bottom row first. */
function fromTheTop(rgba: Uint8Array, width: number, height: number): Uint8Array {
  const labels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      labels[y * width + x] = rgba[((height - 1 - y) * width + x) * 4] ?? 0;
    }
  }
  return labels;
}
