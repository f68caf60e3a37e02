import { expect, test } from 'vitest';
import type { ResultSet } from '../../results/resultFile.ts';
import { foundFor } from '../../testing/madeUpResults.ts';
import { formatEvaluation } from '../evaluate/evaluationFile.ts';
import { madeUpFile, madeUpResult, optionsOf } from '../testing/testEvaluations.ts';
import { mergeEvaluations } from './mergeEvaluations.ts';

const NAMES = ['blackswan', 'dog', 'libby', 'soapbox'];

function shard(text: string, names: readonly string[], ...args: readonly string[]): ResultSet {
  const results = names.map((name) => madeUpResult(name, 45));
  return madeUpFile(optionsOf('--shard', text, ...args), NAMES, results);
}

/** The same file with all occurrences of a text replaced. */
function replaced(set: ResultSet, text: string, other: string): ResultSet {
  return JSON.parse(JSON.stringify(set).replaceAll(text, other));
}

const FIRST = { file: '1.json', set: shard('1/2', ['blackswan', 'libby']) };
const SECOND = { file: '2.json', set: shard('2/2', ['dog', 'soapbox']) };

test('shards are merged to one file, with means over all', () => {
  const half = madeUpFile(optionsOf('--shard', '2/2'), NAMES, [
    madeUpResult('dog', 45, 0.4),
    madeUpResult('soapbox', 45, 0.4),
  ]);
  const merged = mergeEvaluations([{ file: '2.json', set: half }, FIRST]);
  const { sequences, means, environment } = JSON.parse(formatEvaluation(merged));
  expect(sequences.map(({ name }: { name: string }) => name)).toEqual(NAMES);
  expect(means).toHaveLength(1);
  expect(means[0]).toMatchObject({ column: 'x265@45', sequences: 4 });
  expect(means[0].J.mean).toBeCloseTo(0.6, 12);
  const experiments = ['x265@45'];
  expect(environment).toMatchObject({ shard: null, experiments, sequenceNames: NAMES });
});

test('a merged file can be merged again and lists differences between machines', () => {
  const other = { ...SECOND.set, environment: { ...SECOND.set.environment, cores: 64 } };
  const merged = mergeEvaluations([FIRST, { file: '2.json', set: other }]);
  expect(merged.environment.cores).toEqual([FIRST.set.environment.cores, 64]);
  const again = mergeEvaluations([{ file: 'all.json', set: merged }, FIRST]);
  expect(again.sequences).toHaveLength(4);
});

test('files of different sequences without shards can be merged', () => {
  const of = (name: string) => ({
    file: `${name}.json`,
    set: madeUpFile(optionsOf(), [name], [madeUpResult(name, 45)]),
  });
  const { environment } = mergeEvaluations([of('dog'), of('blackswan')]);
  expect(environment.sequenceNames).toEqual(['blackswan', 'dog']);
});

test.each([
  [['--crf', '42,45'], /columns \(x265@45 in 1\.json; x265@42 and x265@45 in other\.json\)/],
  [['--keyint', '4'], /columns \(x265@45 in 1\.json; x265@45k4 in other\.json\)/],
  [['--frames', '9'], /frames \(all in 1\.json; 9 in other\.json\)/],
])(
  'shards with other options, %j, are refused; the message has both files and the field',
  (args, field) => {
    const other = { file: 'other.json', set: shard('2/2', ['dog', 'soapbox'], ...args) };
    expect(() => mergeEvaluations([FIRST, other])).toThrow(field);
  },
);

test('shards with other providers or network files are refused', () => {
  const gpu = replaced(SECOND.set, '"wasm"', '"webgpu"');
  expect(() => mergeEvaluations([FIRST, { file: '2.json', set: gpu }])).toThrow(
    /provider \(wasm in 1\.json; webgpu in 2\.json\)/,
  );
  const weights = replaced(SECOND.set, '"9f3c', '"0000');
  expect(() => mergeEvaluations([FIRST, { file: '2.json', set: weights }])).toThrow(
    /SHA-256 of network\.onnx \(9f3c0ce8ca5f… in 1\.json; 00000ce8ca5f… in 2\.json\)/,
  );
});

test('all files are compared with each other, even if the first has no results', () => {
  const third = (index: number, names: readonly string[]) => ({
    file: `${index}.json`,
    set: shard(`${index}/3`, names),
  });
  // It failed before a network ran, so it has neither the networks' files nor the provider.
  const failures = ['blackswan', 'soapbox'].map((name) => ({
    name,
    columns: 'x265@45',
    problem: 'No.',
  }));
  const empty = { file: '1.json', set: { ...shard('1/3', []), failures } };
  const files = [empty, third(2, ['dog']), third(3, ['libby'])] as const;
  expect(mergeEvaluations(files).sequences).toHaveLength(2);

  const weights = { ...files[2], set: replaced(files[2].set, '"9f3c', '"0000') };
  expect(() => mergeEvaluations([empty, files[1], weights])).toThrow(
    /SHA-256 of network\.onnx \(9f3c0ce8ca5f… in 2\.json; 00000ce8ca5f… in 3\.json\)/,
  );
  const gpu = { ...files[2], set: replaced(files[2].set, '"wasm"', '"webgpu"') };
  expect(() => mergeEvaluations([empty, files[1], gpu])).toThrow(
    /provider \(wasm in 2\.json; webgpu in 3\.json\)/,
  );
});

test('the message lists all files by their values', () => {
  const other = { file: 'other.json', set: shard('2/2', ['dog', 'soapbox'], '--keyint', '4') };
  expect(() => mergeEvaluations([FIRST, other, SECOND])).toThrow(
    /columns \(x265@45 in 1\.json, 2\.json; x265@45k4 in other\.json\)/,
  );
});

test('a sequence that was computed from different pictures is refused', () => {
  const at = (crf: number) => {
    const options = optionsOf('--crf', '42,45');
    return madeUpFile(options, ['dog'], [madeUpResult('dog', crf)]);
  };
  const low = { file: 'low.json', set: at(42) };
  expect(mergeEvaluations([low, { file: 'high.json', set: at(45) }]).sequences).toHaveLength(2);
  const changed = replaced(at(45), '"input of dog"', '"another dog"');
  expect(() => mergeEvaluations([low, { file: 'high.json', set: changed }])).toThrow(
    /^dog was computed from different pictures .* in low\.json; another dog… in high\.json/,
  );
});

test('a missing shard is reported, and accepted with allowMissing', () => {
  const third = { file: '3.json', set: shard('3/4', ['libby']) };
  expect(() => mergeEvaluations([third])).toThrow(/Shards 1\/4, 2\/4, 4\/4 are missing/);
  const { environment } = mergeEvaluations([third], { allowMissing: true });
  expect(environment.shard).toBe('3/4');
});

test('an unfinished shard is reported with its missing experiments', () => {
  const unfinished = { file: '2.json', set: shard('2/2', ['dog']) };
  expect(() => mergeEvaluations([FIRST, unfinished])).toThrow(
    /2\.json is unfinished: 1 of its 2 experiments are missing \(soapbox \(x265@45\)\)/,
  );
});

test('a failed experiment is not missing, and is not a failure if another file has its result', () => {
  const failures = [{ name: 'soapbox', columns: 'x265@45', problem: 'The page crashed.' }];
  const failed = { file: '2.json', set: { ...shard('2/2', ['dog']), failures } };
  expect(mergeEvaluations([FIRST, failed]).failures).toEqual(failures);
  const repeated = madeUpFile(optionsOf(), ['soapbox'], [madeUpResult('soapbox', 45)]);
  const merged = mergeEvaluations([FIRST, failed, { file: 'soapbox.json', set: repeated }]);
  expect(merged.failures).toEqual([]);
  expect(merged.sequences).toHaveLength(4);
});

test('shards of other divisions or sequences are refused', () => {
  const fourth = { file: '4.json', set: shard('4/4', ['soapbox']) };
  expect(() => mergeEvaluations([FIRST, fourth])).toThrow(/shard \(1\/2 and 4\/4\)/);
  const fewer = madeUpFile(optionsOf('--shard', '2/2'), ['blackswan', 'dog', 'libby'], []);
  expect(() => mergeEvaluations([FIRST, { file: '2.json', set: fewer }])).toThrow(
    /different sets of sequences: only one has soapbox/,
  );
});

test('an experiment in two files must have the same figures, but times may differ', () => {
  const slower = madeUpResult('dog', 45);
  const columns = slower.columns.map((column) => ({
    ...column,
    seconds: { ...column.seconds, encode: 9, decode: 9, vos: 9 },
  }));
  const again = madeUpFile(optionsOf(), ['dog'], [{ ...slower, columns }]);
  const files = [FIRST, SECOND, { file: 'again.json', set: again }];
  expect(mergeEvaluations(files).sequences).toHaveLength(4);

  const better = madeUpFile(optionsOf(), ['dog'], [madeUpResult('dog', 45, 0.9)]);
  expect(() => mergeEvaluations([FIRST, SECOND, { file: 'better.json', set: better }])).toThrow(
    /2\.json and better\.json both contain dog \(x265@45\) with different figures: x265@45 J, /,
  );
});

test('with a target rate, means are over sequences with different CRFs', () => {
  const options = optionsOf('--target-bpp', '0.02');
  const results = [madeUpResult('dog', 43, 0.8), madeUpResult('libby', 46, 0.6)];
  const found = results.map((result) => foundFor(0.02, result));
  const set = madeUpFile(options, ['dog', 'libby'], found);
  const { means } = JSON.parse(formatEvaluation(mergeEvaluations([{ file: '1.json', set }])));
  expect(means).toHaveLength(1);
  expect(means[0]).toMatchObject({ column: 'x265@0.02bpp', crf: null, sequences: 2 });
  expect(means[0].JF).toBeCloseTo(0.7, 12);
});

test('files of the former version are merged with new ones', () => {
  const { experiments, ...environment } = FIRST.set.environment;
  const networks = environment.networks as { name: string }[];
  const former = {
    ...environment,
    ...{ crf: 45, targetBpp: null, keyint: 8, columns: ['x265'], ours: 'coded', maskQuality: 43 },
    networks,
  };
  const set = { ...FIRST.set, environment: former };
  const merged = mergeEvaluations([{ file: '1.json', set }, SECOND]);
  expect(merged.environment.experiments).toEqual(experiments);
  expect(merged.sequences).toHaveLength(4);
});
