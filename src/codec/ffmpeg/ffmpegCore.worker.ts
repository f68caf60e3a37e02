// The worker of @ffmpeg/ffmpeg, with the number of CPU cores limited first. Static imports run in
// this order, before the first message is delivered.
import './cpuCores.ts';
import './givenModule.ts';
import './threadErrors.ts';

import '@ffmpeg/ffmpeg/worker';
