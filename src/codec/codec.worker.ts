import { transfer } from 'comlink';
import { serve } from '../workers/serve.ts';
import { createCodec } from './codec.ts';
import type { CodecApi } from './codecApi.ts';

const codec = createCodec();

serve({
  ...codec,
  async encode(...args) {
    const video = await codec.encode(...args);
    return transfer(video, [video.file.buffer]);
  },
  async encodeClip(...args) {
    const file = await codec.encodeClip(...args);
    return transfer(file, [file.buffer]);
  },
} satisfies CodecApi);
