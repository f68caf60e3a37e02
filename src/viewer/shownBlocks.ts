import type { ColumnState } from '../experiment/experimentState.ts';
import type { PictureBlocks } from '../hevc/pictureBlocks.ts';
import type { BlockLook } from '../rendering/blockLook.ts';
import { type BlockRanges, joinedRanges, rangesOf } from '../rendering/blockRanges.ts';
import type { ShownBlocks } from '../rendering/shownPicture.ts';
import type { FrameSize } from '../sequence/frames.ts';
import { blocksOf, fitsFrame, knownFrames, videoWithBlocks } from './blockReading.ts';
import type { BlockPlace } from './viewState.ts';

/**
 * The blocks of a column's frame, as they are drawn.
 *
 * @param columns all columns on the screen, over which colours can be spread
 * @param place the block that is looked at; null for none
 * @returns null if there are none, or if they are not read or do not fit
 */
export function shownBlocks(
  column: ColumnState,
  columns: readonly ColumnState[],
  index: number,
  size: FrameSize,
  { blockScale }: Pick<BlockLook, 'blockScale'>,
  place: BlockPlace | null,
): ShownBlocks | null {
  const video = videoWithBlocks(column);
  const blocks = video && blocksOf(video, index);
  if (!blocks) return null;
  const { shownWidth: width, shownHeight: height } = blocks;
  if (!fitsFrame({ width, height }, size)) return null;
  return {
    blocks,
    ranges: rangesFor(blocks, column, columns, blockScale),
    selected: place && unitAt(blocks, place.x, place.y),
  };
}

function rangesFor(
  blocks: PictureBlocks,
  column: ColumnState,
  columns: readonly ColumnState[],
  scale: BlockLook['blockScale'],
): BlockRanges {
  if (scale === 'picture') return rangesOf(blocks);
  const videos = (scale === 'sequence' ? [column] : columns).flatMap(
    (each) => videoWithBlocks(each) ?? [],
  );
  const all = videos.flatMap((video) =>
    knownFrames(video).flatMap((each) => each?.facts?.ranges ?? []),
  );
  return joinedRanges(all);
}

/**
 * Index of the coding unit at a place of the frame.
 *
 * @returns null if no unit that was read is there
 */
function unitAt(blocks: PictureBlocks, x: number, y: number): number | null {
  const { coding, cropLeft, cropTop } = blocks;
  const across = Math.floor(x) + cropLeft;
  const down = Math.floor(y) + cropTop;
  for (let unit = 0; unit < coding.count; unit++) {
    const size = 1 << (coding.log2Size[unit] ?? 0);
    const left = coding.x[unit] ?? 0;
    const top = coding.y[unit] ?? 0;
    if (across >= left && across < left + size && down >= top && down < top + size) return unit;
  }
  return null;
}
