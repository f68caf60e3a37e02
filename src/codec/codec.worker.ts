import { expose, transfer } from 'comlink';
import { startHeartbeat } from '../workers/heartbeat.ts';
import { createCodec } from './codec.ts';
import type { CodecApi } from './codecApi.ts';

const codec = createCodec();

startHeartbeat();
expose({
  ...codec,
  async encode(...args) {
    const video = await codec.encode(...args);
    return transfer(video, [video.file.buffer]);
  },
} satisfies CodecApi);
