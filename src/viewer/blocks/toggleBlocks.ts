import type { ColumnState } from '../../experiment/experimentState.ts';
import {
  BLOCK_FILLS,
  BLOCK_GRIDS,
  type BlockLook,
  NO_BLOCKS,
  showsBlocks,
} from '../../rendering/blockLook.ts';
import { videoWithBlocks } from '../blockReading.ts';
import { pointerStore } from '../pointer.ts';
import { viewStore } from '../viewState.ts';

/** What was shown before blocks were hidden, to show the same again. */
let hidden: Partial<BlockLook> = { blockFill: 'mode', blockGrid: 'coding' };

/** Shows blocks as they were shown last, at first the modes of coding units, or hides them. */
export function toggleBlocks(): void {
  const view = viewStore.getState();
  if (!showsBlocks(view)) {
    viewStore.setState(hidden);
    return;
  }
  const { blockFill, blockGrid, blockVectors, blockScale } = view;
  hidden = { blockFill, blockGrid, blockVectors, blockScale };
  viewStore.setState({ ...NO_BLOCKS, block: null });
}

export function nextFill(): void {
  viewStore.setState(({ blockFill }) => ({ blockFill: following(BLOCK_FILLS, blockFill) }));
}

export function nextGrid(): void {
  viewStore.setState(({ blockGrid }) => ({ blockGrid: following(BLOCK_GRIDS, blockGrid) }));
}

/**
 * Looks at the block at the pointer, or where the loupe is: of the column under the pointer, or of the
 * first one with an HEVC video.
 */
export function chooseBlock(columns: readonly ColumnState[]): void {
  const { last, column } = pointerStore.getState();
  if (!last || !showsBlocks(viewStore.getState())) return;
  const coded = columns.filter((each) => videoWithBlocks(each) !== null);
  const chosen = coded.find(({ key }) => key === column) ?? coded[0];
  if (!chosen) return;
  const block = { column: chosen.key, x: Math.floor(last.x), y: Math.floor(last.y) };
  viewStore.setState({ block });
}

function following<T>(choices: readonly T[], now: T): T {
  return choices[(choices.indexOf(now) + 1) % choices.length] ?? now;
}
