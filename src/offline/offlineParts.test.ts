import { expect, test } from 'vitest';
import { isCode, offlinePart } from './offlineParts.ts';

test.each([
  ['index.html', 'app'],
  ['samples/reef-crossing.maskscope', 'app'],
  ['samples/reef-crossing-rates.maskscope', 'lessons'],
  ['assets/runFiles.worker-D70Po-RZ.js', 'app'],
  ['samples/JPEGImages/480p/reef-crossing/00000.jpg', 'computing'],
  ['assets/ffmpeg-core-Doc-EuJY.wasm', 'computing'],
  ['assets/compact_vos/encode_key-CrP-MpF-.onnx', 'computing'],
  ['assets/compact_vos/encode_key.fp16-BzMQJw9Y.onnx', 'webgpu'],
  ['assets/compact_vos_retrained/encode_key-BpKbjVkd.onnx', 'networks'],
  ['assets/stcn/read.fp16-DyrLTHbS.onnx', 'networks'],
  ['assets/ort-wasm-simd-threaded-DcHrbrbl.wasm', 'wasm'],
  ['assets/ort-wasm-simd-threaded.asyncify-D5D0fo7z.wasm', 'webgpu'],
  ['davis/index.json', null],
  ['_headers', null],
  ['serviceWorker.js', null],
  ['assets/runApp-1.js.br', null],
] as const)('%s belongs to the part %s', (url, part) => {
  expect(offlinePart(url)).toBe(part);
});

test.each([
  ['index.html', true],
  ['assets/runApp-1.js', true],
  ['assets/index-1.css', true],
  ['assets/ort-wasm-1.js', false],
  ['samples/reef-crossing.maskscope', false],
  ['licences/GPL-2.0.txt', false],
])('a new version needs %s: %s', (url, isNeeded) => {
  expect(isCode({ url, part: offlinePart(url) ?? 'app' })).toBe(isNeeded);
});
