import { expect, test } from 'vitest';
import { readCheckpoint } from './checkpoint.ts';
import { type ExpectedTensor, matchTensors } from './matchTensors.ts';
import { stateDictOf } from './stateDict.ts';
import { fixtureBytes, fixtureTensors } from './testing/testCheckpoints.ts';

const NAME = 'plain.pth';
const EXPECTED: readonly ExpectedTensor[] = fixtureTensors[NAME] ?? [];
const state = stateDictOf(await readCheckpoint(new Blob([fixtureBytes(NAME)]), NAME));

function messageFor(expected: readonly ExpectedTensor[]): string {
  try {
    matchTensors(state, expected, NAME, 'STCN');
    return 'it fits';
  } catch (error) {
    return String(error);
  }
}

test('the tensors are returned in the order of the network', () => {
  const matched = matchTensors(state, EXPECTED.toReversed(), NAME);
  expect(Array.from(matched.keys())).toEqual(EXPECTED.map(({ key }) => key).toReversed());
  expect(matched.get('conv.weight')).toBe(state.tensors.get('conv.weight'));
});

test('batch counters may be missing or unexpected', () => {
  const without = EXPECTED.filter(({ key }) => key !== 'norm.num_batches_tracked');
  expect(without).toHaveLength(EXPECTED.length - 1);
  expect(matchTensors(state, without, NAME).has('norm.num_batches_tracked')).toBe(false);
  const tensors = new Map(state.tensors);
  tensors.delete('norm.num_batches_tracked');
  expect(matchTensors({ tensors }, EXPECTED, NAME).size).toBe(without.length);
});

test('the message names the first few missing, unexpected and different keys', () => {
  const expected = EXPECTED.map((tensor) => {
    if (tensor.key === 'conv.weight') return { ...tensor, shape: [4, 4, 3, 3] };
    return tensor.key.startsWith('norm.') ? { ...tensor, key: `bn.${tensor.key}` } : tensor;
  });
  expect(messageFor(expected)).toBe(
    'Problem: The tensors in plain.pth do not match STCN: 4 missing (“bn.norm.weight”, “bn.norm.bias”, “bn.norm.running_mean” and 1 more); ' +
      '4 unexpected (“norm.weight”, “norm.bias”, “norm.running_mean” and 1 more); ' +
      '1 different (“conv.weight” is 4×3×3×3, but 4×4×3×3 is needed). ' +
      'Choose the checkpoint published by the authors of STCN.',
  );
});

test('a different kind of number is an error, a different precision is not', () => {
  const as = (key: string, dtype: ExpectedTensor['dtype']) =>
    messageFor(EXPECTED.map((tensor) => (tensor.key === key ? { ...tensor, dtype } : tensor)));
  expect(as('conv.weight', 'float16')).toBe('it fits');
  expect(as('bytes', 'float32')).toContain('“bytes” is uint8, but float32 is needed');
  expect(as('bytes', undefined)).toContain('“bytes” is uint8, but float32 is needed');
  expect(as('flags', 'uint8')).toContain('“flags” is bool, but uint8 is needed');
});

test('optional tensors may be missing, but must have the right shape', () => {
  const optional = EXPECTED.filter(({ key }) => key === 'conv.weight');
  const needed = EXPECTED.filter(({ key }) => key !== 'conv.weight');
  const there = matchTensors(state, needed, NAME, 'STCN', optional);
  expect(Array.from(there.keys())).toEqual(needed.map(({ key }) => key));
  const tensors = new Map(state.tensors);
  tensors.delete('conv.weight');
  expect(matchTensors({ tensors }, needed, NAME, 'STCN', optional).size).toBe(needed.length);
  const other = optional.map((tensor) => ({ ...tensor, shape: [1, 1, 256] }));
  expect(() => matchTensors(state, needed, NAME, 'STCN', other)).toThrow(
    '1 different (“conv.weight” is 4×3×3×3, but 1×1×256 is needed)',
  );
});
