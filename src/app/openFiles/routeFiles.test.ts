import { expect, test } from 'vitest';
import { routeFiles } from './routeFiles.ts';

const route = (sequenceIsOpen: boolean, ...paths: string[]) =>
  routeFiles(
    paths.map((path) => ({ path, blob: async () => new Blob() })),
    sequenceIsOpen,
  );

test('decoded frames and their bitstream belong to the open sequence', () => {
  expect(route(true, 'output.266', 'output.yuv')).toMatchObject({
    kind: 'frames',
    file: { path: 'output.yuv' },
    bitstream: { path: 'output.266' },
  });
  expect(route(true, 'output.y4m')).toMatchObject({ kind: 'frames', bitstream: null });
});

test('rejects and names a file that is not a bitstream', () => {
  for (const name of ['mask.png', 'encoder.log', 'DAVIS.zip', 'results.json', 'README']) {
    expect(() => route(true, 'output.yuv', name)).toThrow(`${name} is not a bitstream`);
  }
  expect(() => route(true, 'a.yuv', 'b.y4m')).toThrow(
    'a.yuv and b.y4m both contain decoded frames',
  );
  for (const ending of ['bit', 'BIN', '266', 'vvc', 'hevc', '264', 'avc', 'obu', 'ivf', 'mkv']) {
    expect(route(true, 'output.yuv', `output.${ending}`)).toMatchObject({ kind: 'frames' });
  }
});

test('a single stream may belong to the open sequence; without one it is a sequence', () => {
  expect(route(true, 'output.mkv').kind).toBe('stream');
  expect(route(true, 'output.hevc').kind).toBe('stream');
  expect(route(false, 'output.mkv').kind).toBe('sequences');
});

test('a single PNG is a mask of the open sequence; next to a video it is the mask of the video', () => {
  expect(route(true, 'mask.png').kind).toBe('mask');
  expect(route(true, 'clip.mp4', 'clip.png').kind).toBe('sequences');
});

test('result files are recognised by their extension, folders are sequences', () => {
  expect(route(false, 'a.json', 'b.json').kind).toBe('results');
  expect(route(true, 'davis/JPEGImages/480p/dog/00000.jpg', 'davis/meta.json').kind).toBe(
    'sequences',
  );
});
