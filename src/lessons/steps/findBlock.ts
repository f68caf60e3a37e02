import { bitsOfUnit, MODE, type PictureBlocks } from '../../hevc/pictureBlocks.ts';
import type { FramePart } from '../../scoring/artefacts.ts';

/** A coding unit, in pixels of what is shown; null if the picture has none of the kind. */
export function findBlock(
  kind: 'skipped block' | 'intra block' | 'costliest block',
  picture: PictureBlocks,
): Omit<FramePart, 'frame'> | null {
  const { coding, cropLeft, cropTop, shownWidth, shownHeight } = picture;
  let best: { value: number; unit: number } | null = null;
  for (let unit = 0; unit < coding.count; unit++) {
    const size = 1 << (coding.log2Size[unit] ?? 0);
    const x = (coding.x[unit] ?? 0) - cropLeft;
    const y = (coding.y[unit] ?? 0) - cropTop;
    const isWhole = x >= 0 && y >= 0 && x + size <= shownWidth && y + size <= shownHeight;
    const mode = coding.mode[unit];
    if (!isWhole || (kind === 'skipped block' && mode !== MODE.skip)) continue;
    if (kind === 'intra block' && mode !== MODE.intra) continue;
    const value =
      kind === 'skipped block'
        ? size - distanceFromMiddle(x + size / 2, y + size / 2, picture)
        : bitsOfUnit(picture, unit);
    if (!best || value > best.value) best = { value, unit };
  }
  if (!best) return null;
  const size = 1 << (coding.log2Size[best.unit] ?? 0);
  return {
    x: (coding.x[best.unit] ?? 0) - cropLeft,
    y: (coding.y[best.unit] ?? 0) - cropTop,
    width: size,
    height: size,
  };
}

/** As a share of the picture, below 1: of blocks of the same size, the one in the middle counts. */
function distanceFromMiddle(x: number, y: number, { shownWidth, shownHeight }: PictureBlocks) {
  return Math.hypot(x / shownWidth - 0.5, y / shownHeight - 0.5);
}
