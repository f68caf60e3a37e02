import { expect, test } from 'vitest';
import { zipOf } from '../testing/testZip.ts';
import { readCheckpoint } from './checkpoint.ts';
import type { Dtype } from './dtype.ts';
import { readTensor } from './readTensor.ts';
import { stateDictOf } from './stateDict.ts';
import { fixtureBytes, fixtureTensors, WatchedFile } from './testing/testCheckpoints.ts';
import {
  dict,
  legacyCheckpoint,
  pickleOf,
  storage,
  tensor,
  zipCheckpoint,
} from './testing/testPickles.ts';

test.each(Object.entries(fixtureTensors))(
  '%s: every tensor equals the one in PyTorch',
  async (name, expected) => {
    const file = new Blob([fixtureBytes(name)]);
    const index = await readCheckpoint(file, name);
    expect(index.format).toBe(name.includes('legacy') ? 'legacy' : 'zip');
    const { tensors } = stateDictOf(index);
    expect(Array.from(tensors.keys())).toEqual(expected.map(({ key }) => key));
    for (const { key, dtype, shape, values } of expected) {
      const entry = tensors.get(key);
      if (!entry) throw new Error(`no ${key}`);
      expect([key, entry.dtype, entry.shape]).toEqual([key, dtype, shape]);
      const numbers = numbersOf(await readTensor(file, entry), entry.dtype);
      expect([key, numbers]).toEqual([key, values.map(Number)]);
    }
  },
);

test('a contiguous float32 tensor is returned byte for byte as in the file', async () => {
  const bytes = fixtureBytes('plain.pth');
  const { tensors } = await readCheckpoint(new Blob([bytes]), 'plain.pth');
  const entry = tensors.find(({ path }) => path[0] === 'conv.weight');
  if (!entry) throw new Error('no conv.weight');
  expect(entry).toMatchObject({ isContiguous: true, strides: [27, 9, 3, 1], length: 4 * 108 });
  expect(await readTensor(new Blob([bytes]), entry)).toEqual(
    bytes.slice(entry.offset, entry.offset + entry.length),
  );
});

test('tensors of one storage share its bytes', async () => {
  const { tensors } = await readCheckpoint(new Blob([fixtureBytes('views.pth')]), 'views.pth');
  const offsets = new Map(tensors.map(({ path, offset }) => [path[0], offset]));
  expect(offsets.get('tail')).toBe((offsets.get('block') ?? 0) + 50 * 4);
  expect(tensors.find(({ path }) => path[0] === 'gap')).toMatchObject({
    strides: [1, 10],
    length: (2 * 10 + 2 + 1) * 4,
    isContiguous: false,
  });
});

test.each(['zip', 'legacy'])(
  'only the descriptions in a large %s file are read',
  async (format) => {
    const count = 4_000_000;
    const root = dict({ first: tensor(storage('0', count), [count], [1]) });
    const blocks = { 0: new Uint8Array(4 * count) };
    const make = format === 'zip' ? zipCheckpoint : legacyCheckpoint;
    const file = new WatchedFile([await make(root, blocks)]);
    const { tensors } = await readCheckpoint(file, 'large.pth');
    expect(tensors).toMatchObject([{ path: ['first'], shape: [count], length: 4 * count }]);
    const bytesRead = file.slices.reduce((sum, [start, end]) => sum + end - start, 0);
    expect(bytesRead).toBeGreaterThan(0);
    expect(bytesRead).toBeLessThan(file.size / 8);
  },
);

test('a zip64 archive is read like any other', async () => {
  const values = Float32Array.of(1, -2, 3);
  const file = await zipOf(
    {
      'any name/data.pkl': pickleOf(dict({ weight: tensor(storage('7', 3), [3], [1]) })),
      'any name/data/7': new Uint8Array(values.buffer),
    },
    { level: 0, zip64: true },
  );
  const { tensors } = await readCheckpoint(file, 'large.pth');
  const [entry] = tensors;
  if (!entry) throw new Error('no tensor');
  expect(new Float32Array((await readTensor(file, entry)).buffer)).toEqual(values);
});

/** Elements as numbers. Vitest treats NaN as equal to NaN, and 0 as different from -0. */
function numbersOf({ buffer }: Uint8Array<ArrayBuffer>, dtype: Dtype): readonly number[] {
  if (dtype.includes('float')) return Array.from(new Float32Array(buffer));
  if (dtype === 'int64') return Array.from(new BigInt64Array(buffer), Number);
  return Array.from(new Uint8Array(buffer));
}
