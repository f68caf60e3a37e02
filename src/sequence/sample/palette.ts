/**
 * The palette of PASCAL VOC and DAVIS: the bits of an id, three at a time, become the high bits of
 * red, green and blue. 256 colours, each [red, green, blue] of 0..255.
 */
export function davisPalette(): number[][] {
  return Array.from({ length: 256 }, (_, id) => {
    const colour = [0, 0, 0];
    for (let bit = 0; bit < 8; bit++) {
      for (let channel = 0; channel < 3; channel++) {
        const value = (id >> (3 * bit + channel)) & 1;
        colour[channel] = (colour[channel] ?? 0) | (value << (7 - bit));
      }
    }
    return colour;
  });
}
