import { reportProgress, serve } from '../workers/serve.ts';
import { bitstreamSize } from './bitstreamSize.ts';
import { openStreamFile } from './importStream.ts';
import { carryMasks } from './maskCarrier.ts';
import { readVideoFacts } from './videoFacts.ts';
import type { VideoFilesApi } from './videoFilesApi.ts';

const service: VideoFilesApi = {
  facts: (file) => readVideoFacts(file, reportProgress),
  stream: (file) => openStreamFile(file, reportProgress),
  bitstreamSize: (file, count) => bitstreamSize(file, count, reportProgress),
  carryMasks: (file, packets) => carryMasks(file, packets, {}, reportProgress),
};

serve(service, { onlyProgress: true });
