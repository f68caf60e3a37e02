import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { ColumnState } from '../experiment/experimentState.ts';
import type { VideoBlocks } from '../hevc/videoBlocks.ts';
import { showsBlocks } from '../rendering/blockLook.ts';
import { BlockReading, videoWithBlocks } from './blockReading.ts';
import { viewStore } from './viewState.ts';

/**
 * Reads the blocks of the columns' HEVC videos: at once when they are shown, and in the background
 * when nothing else is computed, for the strip.
 */
export function useBlocks(
  reader: VideoBlocks,
  columns: readonly ColumnState[],
  frameCount: number,
): void {
  const reading = useMemo(() => new BlockReading(reader), [reader]);
  const isShown = useStore(viewStore, showsBlocks);
  const frame = useStore(viewStore, (view) => view.frame);
  const isSettled = columns.every(({ complete, problem }) => complete || problem !== null);
  useEffect(() => {
    const isWanted = frameCount > 0 && (isShown || isSettled);
    const videos = isWanted ? columns.flatMap((column) => videoWithBlocks(column) ?? []) : [];
    const wanted = [...new Set(videos)].map((video) => ({ video, frames: frameCount }));
    reading.want(wanted, frame);
  }, [reading, columns, frame, frameCount, isShown, isSettled]);
}
