import { expect, test, vi } from 'vitest';
import type { FoundFile } from '../../files/foundFile.ts';
import { formatResultFile } from '../../results/resultFile.ts';
import { madeUpColumn, madeUpResult } from '../../testing/madeUpResults.ts';
import { zipOf } from '../../testing/testZip.ts';
import { createApp } from '../createApp.ts';

function textFile(path: string, text: string): FoundFile {
  return { path, blob: async () => new Blob([text]) };
}

const goodFile = (name: string) =>
  textFile(
    `${name}.json`,
    formatResultFile({
      environment: {},
      sequences: [madeUpResult(name, { x265: madeUpColumn() })],
      failures: [],
    }),
  );

test('rejected result files are named, and the others are imported', async () => {
  const { opening, results } = createApp('/');
  const files = [
    textFile('old.json', '{"version": 1}'),
    goodFile('dog'),
    textFile('notes.json', 'no JSON'),
    goodFile('libby'),
  ];
  await opening.take(Promise.resolve(files));
  expect(opening.store.getState().rejectedResults).toEqual([
    expect.stringContaining('old.json is a result file of version 1'),
    expect.stringContaining('notes.json is not a result file'),
  ]);
  const names = results.store.getState().results.map(({ result }) => result.name);
  expect(names.sort()).toEqual(['dog', 'libby']);
  // The next import clears the list.
  await opening.importResults([goodFile('dog')]);
  expect(opening.store.getState().rejectedResults).toEqual([]);
});

test('checkpoints and network archives are saved as weights, other archives are not', async () => {
  const { opening, weights, library } = createApp('/');
  const keep = vi.spyOn(weights, 'keep').mockResolvedValue();
  const open = vi.spyOn(library, 'openFiles').mockResolvedValue();
  const take = (path: string, data: Blob) =>
    opening.take(Promise.resolve([{ path, blob: async () => data }]));
  await take('downloads/stcn.pth', new Blob(['anything']));
  await take('mine.zip', await zipOf({ 'a/read.onnx': new Uint8Array(3) }));
  expect(keep.mock.calls.map(([, name]) => name)).toEqual(['stcn.pth', 'mine.zip']);
  await take('DAVIS.zip', await zipOf({ 'JPEGImages/480p/dog/00000.jpg': new Uint8Array(3) }));
  await take('broken.zip', new Blob(['no archive']));
  expect(keep).toHaveBeenCalledTimes(2);
  expect(open).toHaveBeenCalledTimes(2);
});
