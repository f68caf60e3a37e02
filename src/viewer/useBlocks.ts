import { useEffect, useMemo } from 'react';
import { useStore } from 'zustand';
import type { ColumnState } from '../experiment/experimentState.ts';
import type { VideoBlocks } from '../hevc/videoBlocks.ts';
import { showsBlocks } from '../rendering/blockLook.ts';
import { BlockReading, videoWithBlocks } from './blockReading.ts';
import { viewStore } from './viewState.ts';

/**
 * Reads the blocks of the columns' HEVC videos: at once when they are shown, and in the background
 * when all columns are there, for the strip.
 */
export function useBlocks(
  reader: VideoBlocks,
  columns: readonly ColumnState[],
  frameCount: number,
): void {
  const reading = useMemo(() => new BlockReading(reader), [reader]);
  const isShown = useStore(viewStore, showsBlocks);
  const frame = useStore(viewStore, (view) => view.frame);
  const isComplete = columns.every(({ complete }) => complete);
  useEffect(() => {
    const isWanted = frameCount > 0 && (isShown || isComplete);
    const videos = isWanted ? columns.flatMap((column) => videoWithBlocks(column) ?? []) : [];
    const wanted = [...new Set(videos)].map((video) => ({ video, frames: frameCount }));
    reading.want(wanted, frame);
  }, [reading, columns, frame, frameCount, isShown, isComplete]);
}
