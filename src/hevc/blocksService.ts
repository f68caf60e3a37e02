import type { BlocksApi } from './blocksApi.ts';
import { StreamBlocks } from './streamBlocks.ts';

/** {@link BlocksApi} without a worker. */
export function blocksService(onProgress?: () => void): BlocksApi {
  const open = new Map<number, StreamBlocks>();
  let last = 0;
  return {
    async open(file) {
      const video = await StreamBlocks.open(file, onProgress);
      last += 1;
      open.set(last, video);
      return { video: last, pictures: video.count };
    },
    async read(video, place) {
      const blocks = open.get(video);
      if (!blocks) throw new Error(`video ${video} is not open`);
      return blocks.read(place);
    },
    async close(video) {
      open.delete(video);
    },
  };
}
