// The worker in which ffmpeg runs: that of @ffmpeg/ffmpeg, with the number of cores set first.
// Static imports run in this order, and before the first message is delivered.
import './cpuCores.ts';

import '@ffmpeg/ffmpeg/worker';
