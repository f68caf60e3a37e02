/**
 * Tells ffmpeg, when imported before it, of three CPU cores at most. Two reasons:
 *
 * - ffmpeg.wasm starts with 32 threads and cannot add any during a job. Both x265 and the decoders
 *   ask for threads by the number of cores, so on a machine with many of them they would wait for
 *   ever for a thread that never comes: told of 16 cores, the published command hangs.
 * - From four cores on, x265 codes several frames at a time, which changes the bits (soapbox at
 *   CRF 45: 70,244 bytes instead of 70,221). With three or fewer every visitor gets the same video.
 */
const MOST_CORES = 3;

Object.defineProperty(navigator, 'hardwareConcurrency', {
  value: Math.min(navigator.hardwareConcurrency, MOST_CORES),
});

export {};
