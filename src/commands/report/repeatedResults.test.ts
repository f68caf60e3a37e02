import { expect, test } from 'vitest';
import type { SequenceResult } from '../../results/resultSchema.ts';
import { columnOf, madeUpResult } from '../../testing/madeUpResults.ts';
import { refuseRepeated } from './repeatedResults.ts';

const x265 = { ...columnOf(0.8, 0.02, 45), title: 'x265' };
const ours = { ...columnOf(0.9, 0.02, 45), title: 'ours' };
const original = { ...columnOf(0.95, 0, 45), title: 'original', crf: null, bpp: null };
const dog = madeUpResult('dog', { x265 });

function withProvenance(
  result: SequenceResult,
  change: Partial<SequenceResult['provenance']>,
): SequenceResult {
  return { ...result, provenance: { ...result.provenance, ...change } };
}

function check(...results: readonly SequenceResult[]): () => void {
  return () =>
    refuseRepeated(results.map((result, index) => ({ file: `${index + 1}.json`, result })));
}

test('an experiment in two files is refused, also with another name', () => {
  expect(check(dog, dog)).toThrow(
    /^dog \(x265@45\) in 2\.json and dog \(x265@45\) in 1\.json both have x265@45, /,
  );
  expect(check(dog, { ...dog, name: 'copy' })).toThrow(/copy .* and dog /);
});

test('a single column in two files is refused, even if the other columns differ', () => {
  const both = madeUpResult('dog', { x265, ours });
  const other = madeUpResult('dog', { original, x265: { ...x265, JF: 0.7 } });
  expect(check(both, dog)).toThrow(/in 2\.json and .* in 1\.json both have x265@45, /);
  expect(check(both, other)).toThrow(/both have x265@45, /);
  expect(check(both, both)).toThrow(/both have x265@45, ours@45, /);
});

test('different columns of one experiment are accepted', () => {
  expect(check(dog, madeUpResult('dog', { ours }))).not.toThrow();
});

test('other pictures with the same name and other settings are different experiments', () => {
  const other = withProvenance(dog, { input: 'input of another dog' });
  const lower = madeUpResult('dog', { x265: { ...x265, crf: 42 } });
  const newer = withProvenance(dog, { versions: { maskscope: '0.2.0' } });
  expect(check(dog, other, lower, newer)).not.toThrow();
});

test('the originals may occur at every CRF, and x265 with every import', () => {
  const at = (crf: number) => madeUpResult('dog', { original, x265: { ...x265, crf } });
  expect(check(at(42), at(45))).not.toThrow();
  const imported = { ...columnOf(0.8, 0.02, 45), title: 'VVenC', crf: null };
  const withImport = (sha256: string) =>
    withProvenance(madeUpResult('dog', { x265, imported }), {
      givenFiles: [{ role: 'imported pictures', name: 'a.yuv', sha256 }],
    });
  expect(check(withImport('01'), withImport('02'))).not.toThrow();
  expect(check(withImport('01'), withImport('01'))).toThrow(/both have x265@45, VVenC, /);
});

test('x265 may occur with each CRF of ours if its figures agree', () => {
  const at = (crf: number, JF = 0.8) =>
    madeUpResult('dog', { x265: { ...x265, JF }, ours: { ...ours, crf } });
  expect(check(at(48), at(51))).not.toThrow();
  expect(check(at(48), at(51, 0.7))).toThrow(/both have x265@45, /);
});
