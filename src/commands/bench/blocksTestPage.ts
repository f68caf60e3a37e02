// The page on which `npm run bench` times reading blocks in Chromium, beside decoding.
import { proxy } from 'comlink';
import { createCodecWorker } from '../../codec/createCodecWorker.ts';
import { createVideoFilesWorker } from '../../codec/createVideoFilesWorker.ts';
import { createBlocksWorker } from '../../hevc/createBlocksWorker.ts';
import type { FrameSize } from '../../sequence/frames.ts';

declare global {
  interface Window {
    blocksBench: {
      /** Seconds in which the worker reads all blocks of the chosen file; the fastest of some. */
      readBlocks(rounds: number): Promise<{ readonly seconds: number; readonly pictures: number }>;
      /** Seconds of ffmpeg.wasm's command that decodes it; the fastest of some. */
      decode(size: FrameSize, count: number, rounds: number): Promise<number>;
    };
  }
}

function chosenFile() {
  const data = document.querySelector('input')?.files?.[0];
  if (!data) throw new Error('no file was chosen');
  return { name: data.name, data };
}

window.blocksBench = {
  async readBlocks(rounds) {
    const worker = createBlocksWorker();
    let seconds = Number.POSITIVE_INFINITY;
    let pictures = 0;
    for (let round = 0; round < rounds; round++) {
      const start = performance.now();
      const opened = await worker.run((api) => api.open(chosenFile()));
      pictures = opened.pictures;
      for (let place = 0; place < pictures; place++) {
        const { blocks, fault } = await worker.run((api) => api.read(opened.video, place));
        if (!blocks || blocks.damage !== null) throw new Error(`picture ${place}: ${fault}`);
      }
      seconds = Math.min(seconds, (performance.now() - start) / 1000);
      await worker.run((api) => api.close(opened.video));
    }
    worker.terminate();
    return { seconds, pictures };
  },
  async decode(size, count, rounds) {
    const codec = createCodecWorker();
    const videoFiles = createVideoFilesWorker();
    let seconds = Number.POSITIVE_INFINITY;
    for (let round = 0; round < rounds; round++) {
      const stream = await videoFiles.run((api) => api.stream(chosenFile()));
      const { video } = await codec.run((api) =>
        api.importStream(
          stream,
          size,
          count,
          proxy(() => {}),
        ),
      );
      seconds = Math.min(seconds, video.seconds);
    }
    codec.terminate();
    videoFiles.terminate();
    return seconds;
  },
};
