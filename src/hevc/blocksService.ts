import { labelMap } from '../sequence/labelMaps.ts';
import type { BlocksApi, Measured } from './blocksApi.ts';
import { maskErrors } from './maskErrors.ts';
import { objectBits } from './objectBits.ts';
import { OpenVideos } from './openVideos.ts';
import type { PictureBlocks } from './pictureBlocks.ts';
import { type ReadPicture, StreamBlocks } from './streamBlocks.ts';

/** {@link BlocksApi} without a worker. */
export function blocksService(onProgress?: () => void): BlocksApi {
  const videos = new OpenVideos();
  const read = (video: number, place: number) => videos.use(video).read(place);
  return {
    async open(file) {
      const video = await StreamBlocks.open(file, onProgress);
      return { video: videos.add(video), pictures: video.count };
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
      videos.close(video);
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
