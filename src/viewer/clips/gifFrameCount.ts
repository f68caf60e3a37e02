const EXTENSION = 0x21;
const IMAGE = 0x2c;
const END = 0x3b;

/** Bytes before the first colour table: signature, version and description of the screen. */
const HEADER_BYTES = 13;

/**
 * The number of pictures in a GIF file, from its blocks.
 *
 * @throws an error if the file ends within a block or has an unknown one
 */
export function gifFrameCount(gif: Uint8Array): number {
  let at = HEADER_BYTES + colourTableBytes(gif[10]);
  let count = 0;
  const skipSubBlocks = () => {
    for (;;) {
      const length = gif[at];
      if (length === undefined) throw new Error('the GIF file ends within a block');
      at += 1 + length;
      if (length === 0) return;
    }
  };
  for (;;) {
    const kind = gif[at];
    if (kind === END) return count;
    if (kind === EXTENSION) {
      at += 2;
    } else if (kind === IMAGE) {
      count += 1;
      // Its place and size, its colours, and the code size.
      at += 10 + colourTableBytes(gif[at + 9]) + 1;
    } else {
      throw new Error(`the GIF file has no block at byte ${at}`);
    }
    skipSubBlocks();
  }
}

/** @param flags their lowest bits are the binary logarithm of the number of colours, minus 1 */
function colourTableBytes(flags: number | undefined): number {
  if (flags === undefined) throw new Error('the GIF file ends within a block');
  return flags & 0x80 ? 3 * 2 ** ((flags & 7) + 1) : 0;
}
