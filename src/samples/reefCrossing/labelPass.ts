import {
  type Camera,
  NearestFilter,
  type Scene,
  type WebGLRenderer,
  WebGLRenderTarget,
} from 'three';
import type { FrameSize } from '../../sequence/frames.ts';
import { waterUniforms } from './water.ts';

/** Draws which object is seen at the centre of each pixel. */
export interface LabelPass {
  /** The label map, row by row from the top: one id per pixel, 0 = background. */
  draw(scene: Scene, camera: Camera): Uint8Array;
}

/**
 * The scene is drawn once more in the size of the picture, one sample a pixel, with the same
 * geometry and materials: those then write the object's id instead of a colour.
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

/** The red channel; WebGL reads the bottom row first. */
function fromTheTop(rgba: Uint8Array, width: number, height: number): Uint8Array {
  const labels = new Uint8Array(width * height);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      labels[y * width + x] = rgba[((height - 1 - y) * width + x) * 4] ?? 0;
    }
  }
  return labels;
}
