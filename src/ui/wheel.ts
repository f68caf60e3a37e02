/** Firefox reports the wheel in lines instead of pixels. */
const PIXELS_PER_LINE = 16;

/** How far the wheel was turned, in pixels: to the right, and towards the user. */
export function wheelPixels({ deltaX, deltaY, deltaMode }: WheelEvent) {
  const pixels = deltaMode === 0 ? 1 : PIXELS_PER_LINE;
  return { x: deltaX * pixels, y: deltaY * pixels };
}
