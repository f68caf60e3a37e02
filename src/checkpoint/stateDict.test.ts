import { expect, test } from 'vitest';
import { readCheckpoint } from './checkpoint.ts';
import { stateDictOf } from './stateDict.ts';
import { fixtureBytes } from './testing/testCheckpoints.ts';
import { dict, int, type Piece, storage, tensor, zipCheckpoint } from './testing/testPickles.ts';

const ONE = { 0: new Uint8Array(4) };
const number = tensor(storage('0', 1), [1], [1]);

async function stateDictIn(root: Piece) {
  const index = await readCheckpoint(await zipCheckpoint(root, ONE), 'weights.pth');
  const { tensors, path, ignored } = stateDictOf(index);
  return { keys: Array.from(tensors.keys()), path, ignored };
}

test('other data that a training script saved is ignored and listed', async () => {
  const name = 'wrapped.pth';
  const index = await readCheckpoint(new Blob([fixtureBytes(name)]), name);
  const { tensors, path, ignored } = stateDictOf(index);
  expect(Array.from(tensors.keys())).toEqual(['0.weight', '0.bias', '1.weight', '1.bias']);
  expect(path).toEqual(['state_dict']);
  expect(ignored).toEqual(['epoch', 'best', 'optimizer', 'scheduler']);
});

test('a bare state dict is used as it is', async () => {
  expect(await stateDictIn(dict({ 'conv.weight': number, epoch: int(3) }))).toEqual({
    keys: ['conv.weight'],
    path: [],
    ignored: ['epoch'],
  });
});

test.each(['state_dict', 'model', 'network', 'net', 'encoder'])(
  'weights under “%s” are found',
  async (key) => {
    const root = dict({ loss: number, optimizer: dict({ a: number }), [key]: dict({ b: number }) });
    expect(await stateDictIn(root)).toEqual({
      keys: ['b'],
      path: [key],
      ignored: ['loss', 'optimizer'],
    });
  },
);

test('weights may be wrapped twice', async () => {
  const root = dict({ model: dict({ state_dict: dict({ 'module.b': number }), epoch: int(1) }) });
  expect(await stateDictIn(root)).toMatchObject({ keys: ['b'], path: ['model', 'state_dict'] });
});

test.each(['_orig_mod.', 'module._orig_mod.', '_orig_mod.module.', 'model.', 'module.model.'])(
  'what a wrapper puts before the keys is removed: %s',
  async (prefix) => {
    const root = dict({ [`${prefix}b.weight`]: number, [`${prefix}b.bias`]: number });
    expect(await stateDictIn(root)).toMatchObject({ keys: ['b.weight', 'b.bias'] });
  },
);

test('a name that stands before some keys only is a part of the network', async () => {
  const root = dict({ 'model.b': number, 'other.c': number });
  expect(await stateDictIn(root)).toMatchObject({ keys: ['model.b', 'other.c'] });
});

test('the whole network is preferred to a part of it', async () => {
  const root = dict({ encoder: dict({ a: number }), state_dict: dict({ b: number }) });
  expect(await stateDictIn(root)).toMatchObject({ keys: ['b'], ignored: ['encoder'] });
});

test('the error for a checkpoint without weights lists its keys', async () => {
  await expect(
    stateDictIn(dict({ epoch: int(1), optimizer: dict({ a: number }) })),
  ).rejects.toThrow(/^weights\.pth contains no state dict: it has the keys “epoch”, “optimizer”,/);
});

test('a duplicate key is named', async () => {
  await expect(stateDictIn(dict({ 'module.a': number, a: number }))).rejects.toThrow(
    'weights.pth contains “a” twice, with and without “module.”.',
  );
});
