import { expect, test } from 'vitest';
import { zipOf } from '../testing/testZip.ts';
import { readCheckpoint } from './checkpoint.ts';
import { fixtureBytes } from './testing/testCheckpoints.ts';
import {
  call,
  dict,
  global,
  int,
  legacyCheckpoint,
  list,
  NONE,
  type Piece,
  storage,
  tensor,
  text,
  tuple,
  zipCheckpoint,
} from './testing/testPickles.ts';

const FOUR = { 0: new Uint8Array(16) };
const storage4 = storage('0', 4);

function refusalOf(file: Blob): Promise<string> {
  return readCheckpoint(file, 'weights.pth').then(
    () => 'it was read',
    (error: unknown) => String(error),
  );
}

test('a call of os.system is refused by name', async () => {
  const found = await refusalOf(new Blob([fixtureBytes('hostile.pth')]));
  expect(found).toMatch(
    /^Problem: weights\.pth refers to the Python object “posix\.system”.*nothing was executed/,
  );
  const legacy = legacyCheckpoint(call(global('os.system'), text('echo pwned')));
  expect(await refusalOf(legacy)).toContain('“os.system”');
});

test.each<[string, Piece, string]>([
  ['a class named on the stack', [...text('builtins'), ...text('eval'), 0x93], '“builtins.eval”'],
  ['a new object of a class', [...global('torch.Size'), ...tuple(), 0x81], 'NEWOBJ'],
  ['an object by INST', [0x28, 0x69, ...new TextEncoder().encode('os\nsystem\n')], 'INST'],
  ['a registered extension', [0x82, 1], 'EXT1'],
  ['a persistent id as a line', [0x50, 0x61, 0x0a], 'PERSID'],
  ['a call of a storage class', call(global('torch.FloatStorage'), int(4)), 'calls'],
  ['a model with its code', [...tuple(text('module'), NONE), 0x51], 'whole model'],
  [
    'attributes of a tensor',
    [...tensor(storage4, [4], [1]), ...dict({}), 0x62],
    'sets attributes of a tensor',
  ],
  ['an unknown storage type', storage('0', 4, 'torch.QInt8Storage'), '“torch.QInt8Storage”'],
  ['an unknown opcode', [0xfe], 'the unknown operation 254'],
  ['a pop from an empty stack', [0x30], 'pops a value from an empty stack'],
  ['a pop below a mark', [0x4e, 0x28, 0x30], 'pops a value from an empty stack'],
  ['a missing mark', [0x4e, 0x74], 'mark that does not exist'],
  ['an empty memo', [0x6a, 0xff, 0xff, 0xff, 0xff], 'a memo entry that does not exist'],
  ['a dict as a key', [0x7d, 0x7d, 0x4e, 0x73], 'a dict as a key'],
  ['a string that is not UTF-8', [0x8c, 1, 0xff], 'not UTF-8'],
  ['a string of 2 GB', [0x58, 0xff, 0xff, 0xff, 0x7f], 'a string of 2147483647 bytes'],
  ['millions of operations', new Array(4_000_000).fill(0x4e), 'more than 4000000'],
  ['no tensors at all', NONE, 'contains None, not a dict'],
])('a pickle with %s is refused', async (_, piece, message) => {
  const found = await refusalOf(await zipCheckpoint(piece, FOUR));
  expect(found).toMatch(/^Problem: weights\.pth /);
  expect(found).toContain(message);
});

test.each<[string, Piece, string]>([
  [
    'a list that contains itself',
    [...list(), 0x71, 0, 0x68, 0, 0x61],
    'contains itself, “state.0”',
  ],
  [
    'a dict that contains itself',
    [0x7d, 0x71, 0, ...text('a'), 0x68, 0, 0x73],
    'contains itself, “state.a”',
  ],
  ['lists in lists', [...new Array(100_000).fill(0x5d), ...new Array(99_999).fill(0x61)], 'deep'],
  ['lists that double in size', doublingLists(15, 10), 'more than 1000000 values'],
])('%s is refused', async (_, piece, message) => {
  const found = await refusalOf(await zipCheckpoint(dict({ state: piece })));
  expect(found).toMatch(/^Problem: weights\.pth /);
  expect(found).toContain(message);
});

test.each<[string, Piece, string]>([
  ['beyond its storage', tensor(storage4, [5], [1]), 'beyond its storage'],
  ['beyond its storage by its strides', tensor(storage4, [2, 2], [3, 1]), 'beyond its storage'],
  ['beyond its storage by its offset', tensor(storage4, [4], [1], 1), 'beyond its storage'],
  [
    'larger than any file',
    tensor(storage4, [2147483647, 2147483647, 2147483647], [2147483647, 65536, 1]),
    'share memory',
  ],
  ['of one element 2 billion times', tensor(storage4, [2147483647], [0]), 'share memory'],
  ['whose rows overlap', tensor(storage4, [2, 3], [1, 1]), 'share memory'],
  ['with a negative stride', tensor(storage4, [4], [-1]), 'invalid arguments'],
  ['with a negative offset', tensor(storage4, [1], [1], -1), 'invalid arguments'],
  [
    'with more strides than dimensions',
    tensor(storage4, [4], [1, 1]),
    '1 dimensions and 2 strides',
  ],
  [
    'of 65 dimensions',
    tensor(storage4, new Array(65).fill(1), new Array(65).fill(1)),
    'invalid arguments',
  ],
  ['of a storage with a wrong count', tensor(storage('0', 5), [4], [1]), 'number is wrong'],
  [
    'of a storage that is missing',
    tensor(storage('1', 4), [4], [1]),
    '“archive/data/1” is missing',
  ],
])('a tensor %s is refused by name', async (_, piece, message) => {
  const found = await refusalOf(await zipCheckpoint(dict({ 'conv.weight': piece }), FOUR));
  expect(found).toMatch(/^Problem: weights\.pth /);
  expect(found).toContain(message);
  if (/storage$|memory/.test(message)) expect(found).toContain('“conv.weight”');
});

test('a storage that is described in two ways is refused', async () => {
  const root = dict({
    a: tensor(storage4, [4], [1]),
    b: tensor(storage('0', 4, 'torch.IntStorage'), [4], [1]),
  });
  expect(await refusalOf(await zipCheckpoint(root, FOUR))).toContain('in two different ways');
});

test.each<[string, Blob | Promise<Blob>, string]>([
  ['an empty file', new Blob([]), 'it is empty'],
  ['a picture', new Blob(['\x89PNG\r\n\x1a\n']), 'is not a PyTorch checkpoint'],
  ['a web page', new Blob(['<!DOCTYPE html><title>Google Drive']), 'is a web page'],
  ['a tar archive', new Blob([new Uint8Array(257), 'ustar  \0']), 'is a tar archive'],
  [
    'another pickle',
    legacyCheckpoint(dict({}), {}, { magic: int(5) }),
    'not written by torch.save',
  ],
  ['another protocol', legacyCheckpoint(dict({}), {}, { protocol: 1002 }), 'its protocol is 1002'],
  [
    'a legacy big-endian file',
    legacyCheckpoint(dict({}), {}, { littleEndian: false }),
    'big-endian',
  ],
  [
    'a big-endian file',
    zipCheckpoint(dict({}), {}, { 'archive/byteorder': bytesOf('big') }),
    'byte order “big”',
  ],
  ['a whole model', new Blob([fixtureBytes('module.pth')]), '“torch.nn.modules.linear.Linear”'],
  ['an expanded tensor', new Blob([fixtureBytes('expanded.pth')]), '“expanded”'],
  [
    'a TorchScript program',
    zipCheckpoint(dict({}), {}, { 'archive/constants.pkl': bytesOf('') }),
    'TorchScript',
  ],
  ['another archive', zipOf({ 'stcn.pth': bytesOf('') }), 'exactly one data.pkl'],
  [
    'a compressed checkpoint',
    zipOf({ 'a/data.pkl': new Uint8Array(4096) }),
    'was compressed after',
  ],
  [
    'an encrypted checkpoint',
    zipOf({ 'a/data.pkl': bytesOf('') }, { password: 'secret', level: 0 }),
    'is encrypted',
  ],
  [
    'an incomplete legacy file',
    legacyCheckpoint(dict({ a: tensor(storage4, [4], [1]) })),
    'missing',
  ],
])('%s is refused', async (_, file, message) => {
  expect(await refusalOf(await file)).toMatch(/^Problem: weights\.pth /);
  expect(await refusalOf(await file)).toContain(message);
});

/** Each list contains the previous one `copies` times: few bytes, 10^15 values. */
function doublingLists(levels: number, copies: number): Piece {
  const pieces: number[] = [...list(), 0x71, 0];
  for (let level = 0; level < levels - 2; level++) {
    pieces.push(0x30, ...list(...new Array<Piece>(copies).fill([0x68, level])), 0x71, level + 1);
  }
  return pieces;
}

function bytesOf(content: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(content);
}
