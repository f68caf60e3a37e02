import { chromaSize, type FrameSize, frameBytes, sameSize } from '../sequence/frames.ts';

/** The size at which a picture is encoded: 4:2:0 needs even sides, so odd ones increase by one. */
export function evenSize({ width, height }: FrameSize): FrameSize {
  return { width: width + (width % 2), height: height + (height % 2) };
}

/**
 * Copies one yuv420p frame into a frame of another size. A larger target repeats the last column
 * and row; a smaller one is cropped on the right and at the bottom.
 *
 * @param source one frame of `sourceSize`
 * @param target buffer for one frame of `targetSize`
 */
export function copyFrame(
  source: Uint8Array,
  sourceSize: FrameSize,
  target: Uint8Array,
  targetSize: FrameSize,
): void {
  if (sameSize(sourceSize, targetSize)) {
    target.set(source);
    return;
  }
  let from = 0;
  let to = 0;
  for (const [sourcePlane, targetPlane] of planePairs(sourceSize, targetSize)) {
    const sourceBytes = sourcePlane.width * sourcePlane.height;
    const targetBytes = targetPlane.width * targetPlane.height;
    copyPlane(
      source.subarray(from, from + sourceBytes),
      sourcePlane,
      target.subarray(to, to + targetBytes),
      targetPlane,
    );
    from += sourceBytes;
    to += targetBytes;
  }
}

/** Copies `count` consecutive frames; see {@link copyFrame}. */
export function copyFrames(
  source: Uint8Array,
  sourceSize: FrameSize,
  target: Uint8Array,
  targetSize: FrameSize,
  count: number,
): void {
  const sourceBytes = frameBytes(sourceSize);
  const targetBytes = frameBytes(targetSize);
  for (let index = 0; index < count; index++) {
    copyFrame(
      source.subarray(index * sourceBytes, (index + 1) * sourceBytes),
      sourceSize,
      target.subarray(index * targetBytes, (index + 1) * targetBytes),
      targetSize,
    );
  }
}

function planePairs(source: FrameSize, target: FrameSize): [FrameSize, FrameSize][] {
  const chroma: [FrameSize, FrameSize] = [chromaSize(source), chromaSize(target)];
  return [[source, target], chroma, chroma];
}

function copyPlane(
  source: Uint8Array,
  sourceSize: FrameSize,
  target: Uint8Array,
  targetSize: FrameSize,
): void {
  const width = Math.min(sourceSize.width, targetSize.width);
  for (let y = 0; y < targetSize.height; y++) {
    const sourceRow = Math.min(y, sourceSize.height - 1) * sourceSize.width;
    const targetRow = y * targetSize.width;
    target.set(source.subarray(sourceRow, sourceRow + width), targetRow);
    if (width < targetSize.width) {
      const last = source[sourceRow + width - 1] ?? 0;
      target.fill(last, targetRow + width, targetRow + targetSize.width);
    }
  }
}
