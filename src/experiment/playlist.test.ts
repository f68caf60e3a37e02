import { expect, it } from 'vitest';
import { playlistOf } from './playlist.ts';

it('a playlist has the runs of a folder, by name with numbers by value', () => {
  const paths = [
    'talk/10 end.maskscope',
    'talk/notes.txt',
    'talk/2 pig.maskscope',
    'talk/1 reef.MASKSCOPE',
    'talk/maskscope',
  ];
  const files = paths.map((path) => ({ path, blob: async () => new Blob() }));
  expect(playlistOf(files).map(({ path }) => path)).toEqual([
    'talk/1 reef.MASKSCOPE',
    'talk/2 pig.maskscope',
    'talk/10 end.maskscope',
  ]);
  expect(playlistOf([])).toEqual([]);
});
