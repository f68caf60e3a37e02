import type { NamedFile } from '../files/namedFile.ts';
import { Problem } from '../problem.ts';
import type { VideoFacts } from '../sequence/videoFile.ts';
import { descriptionBytes } from './container/hevcConfiguration.ts';
import {
  isInEdit,
  type ReadProgress,
  trackPackets,
  withContainer,
} from './container/openContainer.ts';
import { pictureVisibility } from './container/pictureVisibility.ts';

/**
 * Reads the facts of a video from its container, without decoding. Only pictures that are shown
 * count: neither those that its edit list hides, nor those that decoders do not output.
 *
 * @throws Problem naming the file if it is not a readable video
 */
export function readVideoFacts(file: NamedFile, onProgress?: ReadProgress): Promise<VideoFacts> {
  return withContainer(
    file,
    async (container) => {
      const { video, notes } = container;
      const configuration = descriptionBytes((await video.getDecoderConfig())?.description);
      const isShown = pictureVisibility(await video.getCodec(), configuration);
      const times: number[] = [];
      const options = { metadataOnly: isShown === null };
      for await (const { data, timestamp } of trackPackets(container, onProgress, options)) {
        if ((isShown?.(data) ?? true) && isInEdit(container, timestamp)) times.push(timestamp);
      }
      if (times.length === 0) {
        throw new Problem(`${file.name} contains no frames.`, 'Copy the file again.');
      }
      return {
        size: { width: await video.getDisplayWidth(), height: await video.getDisplayHeight() },
        frameCount: times.length,
        frameRate: frameRateOf(times),
        codec: await video.getCodec(),
        notes,
      };
    },
    onProgress,
  );
}

/**
 * Average frames per second, to a thousandth: the common rate that it is as far as can be told,
 * because Matroska rounds times to milliseconds. 25 for a single frame.
 */
function frameRateOf(times: readonly number[]): number {
  const first = times.reduce((least, time) => Math.min(least, time));
  const last = times.reduce((most, time) => Math.max(most, time));
  if (last === first) return 25;
  const seconds = last - first;
  const rate = (times.length - 1) / seconds;
  const uncertain = (rate * 0.001) / seconds;
  const whole = Math.round(rate);
  const common = [whole, Math.ceil(rate) / 1.001].find((each) => Math.abs(each - rate) < uncertain);
  return Math.round((common ?? rate) * 1000) / 1000;
}
