import { labelMap } from '../sequence/labelMaps.ts';
import type { BlocksApi, Measured } from './blocksApi.ts';
import { maskErrors } from './maskErrors.ts';
import { objectBits } from './objectBits.ts';
import type { PictureBlocks } from './pictureBlocks.ts';
import { type ReadPicture, StreamBlocks } from './streamBlocks.ts';

/** {@link BlocksApi} without a worker. */
export function blocksService(onProgress?: () => void): BlocksApi {
  const videos = new Map<number, StreamBlocks>();
  let last = 0;
  const read = (video: number, place: number) => {
    const blocks = videos.get(video);
    if (!blocks) throw new Error(`video ${video} is not open`);
    return blocks.read(place);
  };
  return {
    async open(file) {
      const video = await StreamBlocks.open(file, onProgress);
      last += 1;
      videos.set(last, video);
      return { video: last, pictures: video.count };
    },
    async read(video, place) {
      return read(video, place);
    },
    async objectBits(video, place, maps) {
      return measured(read(video, place), (blocks) =>
        objectBits(blocks, labelMap(maps, place), maps.size),
      );
    },
    async maskErrors(video, place, masks, originals) {
      return measured(read(video, place), (blocks) =>
        maskErrors(blocks, labelMap(masks, place), labelMap(originals, place), masks.size),
      );
    },
    async close(video) {
      videos.delete(video);
    },
  };
}

/** A damaged picture has no figures: what is missing would look like blocks without bits. */
function measured<Figure>(
  { blocks, fault }: ReadPicture,
  measure: (blocks: PictureBlocks) => Figure,
): Measured<Figure> {
  if (!blocks) return { figure: null, fault: fault ?? 'it cannot be read' };
  if (blocks.damage !== null) return { figure: null, fault: blocks.damage };
  return { figure: measure(blocks), fault: null };
}
