import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { describe, expect, it } from 'vitest';
import { zipOf } from '../testing/testZip.ts';
import { isWeightsFile, mayBeWeights } from './isWeightsFile.ts';
import { whichNetwork } from './whichNetwork.ts';

const REPOSITORY = resolve(import.meta.dirname, '../..');

function file(path: string): Blob {
  return new Blob([Uint8Array.from(readFileSync(resolve(REPOSITORY, path)))]);
}

describe('the network that a file is for', () => {
  it('is the custom one for an archive of three graphs', async () => {
    const names = ['encode_key.onnx', 'encode_value.onnx', 'read.onnx', 'metadata.json'];
    const members = names.map((name) => [
      `mine/${name}`,
      Uint8Array.from(readFileSync(resolve(REPOSITORY, 'models/compact_vos', name))),
    ]);
    expect(await whichNetwork(await zipOf(Object.fromEntries(members)), 'mine.zip')).toBe('own');
  });

  it('is none for a checkpoint with other tensors; the error compares it with the nearest network', async () => {
    const plain = whichNetwork(file('src/checkpoint/testing/fixtures/plain.pth'), 'plain.pth');
    await expect(plain).rejects.toThrow(/^The tensors in plain\.pth do not match STCN: 347 miss/);
  });

  it('is none for a file that is not a checkpoint or needs more than tensors', async () => {
    await expect(whichNetwork(new Blob(['<html>']), 'stcn.pth')).rejects.toThrow(
      'stcn.pth is a web page, not a checkpoint',
    );
    const hostile = whichNetwork(
      file('src/checkpoint/testing/fixtures/hostile.pth'),
      'hostile.pth',
    );
    await expect(hostile).rejects.toThrow('hostile.pth');
  });
});

it('recognises weights by their names, and archives by their contents', async () => {
  expect(['stcn.pth', 'a.pt', 'a.ckpt', 'a.pth.tar', 'a.zip'].every(mayBeWeights)).toBe(true);
  expect(['a.png', 'a.json', 'apt', 'a.tar', 'pth'].some(mayBeWeights)).toBe(false);
  const graphs = await zipOf({ 'x/read.onnx': new Uint8Array(1) });
  expect(await isWeightsFile(graphs, 'x.zip')).toBe(true);
  expect(await isWeightsFile(await zipOf({ 'thread.onnx': new Uint8Array(1) }), 'x.zip')).toBe(
    false,
  );
  expect(await isWeightsFile(new Blob(['no archive']), 'x.zip')).toBe(false);
});
