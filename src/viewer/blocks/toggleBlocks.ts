import { BLOCK_FILLS, BLOCK_GRIDS, NO_BLOCKS, showsBlocks } from '../../rendering/blockLook.ts';
import { viewStore } from '../viewState.ts';

/** Shows the modes of coding units, or hides all blocks. */
export function toggleBlocks(): void {
  viewStore.setState((view) =>
    showsBlocks(view)
      ? { ...NO_BLOCKS, blockScale: view.blockScale, block: null }
      : { blockFill: 'mode', blockGrid: 'coding' },
  );
}

export function nextFill(): void {
  viewStore.setState(({ blockFill }) => ({ blockFill: following(BLOCK_FILLS, blockFill) }));
}

export function nextGrid(): void {
  viewStore.setState(({ blockGrid }) => ({ blockGrid: following(BLOCK_GRIDS, blockGrid) }));
}

function following<T>(choices: readonly T[], now: T): T {
  return choices[(choices.indexOf(now) + 1) % choices.length] ?? now;
}
