import { expect, test } from 'vitest';
import { columnOf, madeUpResult } from '../experiment/madeUpResults.ts';
import type { SequenceResult } from '../experiment/resultSchema.ts';
import { refuseRepeated } from './repeatedResults.ts';

const dog = madeUpResult('dog', { x265: columnOf(0.8, 0.02, 45) });

function withInput(result: SequenceResult, input: string): SequenceResult {
  return { ...result, provenance: { ...result.provenance, input } };
}

function check(...results: readonly SequenceResult[]): Promise<void> {
  return refuseRepeated(results.map((result, index) => ({ file: `${index + 1}.json`, result })));
}

test('an experiment that two files hold is refused, also under another name', async () => {
  await expect(check(dog, dog)).rejects.toThrow(
    /^dog \(compact, CRF 45\) in 2\.json and dog \(compact, CRF 45\) in 1\.json are one experiment/,
  );
  await expect(check(dog, { ...dog, name: 'copy' })).rejects.toThrow(/copy .* and dog /);
});

test('other pictures of the same name, and other settings, are other experiments', async () => {
  const other = withInput(dog, 'input of another dog');
  const lower = madeUpResult('dog', { x265: columnOf(0.8, 0.02, 42) }, 42);
  await expect(check(dog, other, lower)).resolves.toBeUndefined();
});
