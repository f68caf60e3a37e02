/**
 * Imported before ffmpeg, this file limits the number of CPU cores that ffmpeg sees to three:
 *
 * - ffmpeg.wasm starts with 32 threads and cannot add any during a job. x265 and the decoders
 *   request threads by the number of cores, so on a machine with many cores they wait for a thread
 *   for ever: with 16 cores the published command hangs.
 * - With four or more cores x265 encodes several frames at a time, which changes the bits (soapbox
 *   at CRF 45: 70,244 bytes instead of 70,221). With three or fewer every user gets the same video.
 */
const MAX_CORES = 3;

Object.defineProperty(navigator, 'hardwareConcurrency', {
  value: Math.min(navigator.hardwareConcurrency, MAX_CORES),
});

export {};
