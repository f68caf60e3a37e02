import { type FrameSize, sameSize } from '../sequence/frames.ts';

/** A picture in the GPU's memory that is drawn on instead of the canvas. */
export interface OffscreenTarget {
  readonly framebuffer: WebGLFramebuffer;
  readonly texture: WebGLTexture;
  readonly size: FrameSize;
}

/** The target that was used before, or another one if it has another size. */
export function offscreenTarget(
  gl: WebGL2RenderingContext,
  before: OffscreenTarget | null,
  size: FrameSize,
): OffscreenTarget {
  if (before && sameSize(before.size, size)) return before;
  if (before) freeTarget(gl, before);
  const texture = gl.createTexture();
  const framebuffer = gl.createFramebuffer();
  gl.activeTexture(gl.TEXTURE0);
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texStorage2D(gl.TEXTURE_2D, 1, gl.RGBA8, size.width, size.height);
  gl.bindFramebuffer(gl.FRAMEBUFFER, framebuffer);
  gl.framebufferTexture2D(gl.FRAMEBUFFER, gl.COLOR_ATTACHMENT0, gl.TEXTURE_2D, texture, 0);
  return { framebuffer, texture, size };
}

export function freeTarget(
  gl: WebGL2RenderingContext,
  { framebuffer, texture }: OffscreenTarget,
): void {
  gl.deleteFramebuffer(framebuffer);
  gl.deleteTexture(texture);
}
