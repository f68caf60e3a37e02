import { createHash } from 'node:crypto';
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { SequenceResult } from '../../results/resultSchema.ts';
import { assertWritable } from '../commandFiles.ts';
import { madeUpFile, madeUpResult, optionsOf, plannedAt } from '../testing/testEvaluations.ts';
import { readUnfinished, writeEvaluation } from './evaluationFile.ts';
import { EvaluationRecord } from './evaluationRecord.ts';
import { experimentTitle } from './experiments.ts';
import { plannedEnvironment } from './makeEnvironment.ts';
import { checkInputs, checkResumable, checkSequences, presentFiles } from './resume.ts';
import { waitingExperiments } from './waitingExperiments.ts';

let folder: string;
let path: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskscope-resume-'));
  path = join(folder, 'result.json');
  writeFileSync(join(folder, 'network.onnx'), 'weights');
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

const NAMES = ['dog', 'libby'];
const OPTIONS = ['--crf', '42,45'];

/** A result of the network file in the folder. */
function result(name: string, crf: number): SequenceResult {
  const made = madeUpResult(name, crf);
  const sha256 = createHash('sha256').update('weights').digest('hex');
  return {
    ...made,
    provenance: { ...made.provenance, networks: [{ name: 'network.onnx', sha256 }] },
  };
}

async function resume(...args: readonly string[]): Promise<void> {
  const earlier = await readUnfinished(path);
  if (!earlier) throw new Error('there is no unfinished file');
  await checkResumable(
    earlier,
    path,
    plannedEnvironment(optionsOf(...args), [], []),
    presentFiles(folder, []),
  );
}

test('after a kill, finished experiments are not run again, and failed ones are', async () => {
  const failures = [{ name: 'libby', columns: 'x265@42', problem: 'The page crashed.' }];
  const done = [result('dog', 42), result('dog', 45)];
  await writeEvaluation(path, madeUpFile(optionsOf(...OPTIONS), NAMES, done, failures));
  await resume(...OPTIONS);

  const earlier = await readUnfinished(path);
  const record = new EvaluationRecord(earlier);
  const plan = plannedAt(NAMES, 42, 45);
  const open = await waitingExperiments(plan, record, null);
  record.dropOldFailures(open);
  expect(record.failures).toEqual(failures);
  expect(open.map(experimentTitle)).toEqual(['libby (x265@42)', 'libby (x265@45)']);
  const [first] = open;
  if (!first) throw new Error('nothing is open');
  record.succeed(first, result('libby', 42));
  expect(record.failures).toEqual([]);
  expect(record.sequences).toHaveLength(3);
});

test('a file is replaced completely, without temporary files left', async () => {
  const options = optionsOf(...OPTIONS);
  await writeEvaluation(path, madeUpFile(options, NAMES, [result('dog', 45)]));
  await writeEvaluation(path, madeUpFile(options, NAMES, [result('libby', 42), result('dog', 45)]));
  expect(readdirSync(folder).sort()).toEqual(['network.onnx', 'result.json']);
  const { sequences, means } = JSON.parse(readFileSync(path, 'utf8'));
  // Sorted by name.
  expect(sequences.map(({ name }: SequenceResult) => name)).toEqual(['dog', 'libby']);
  expect(means.map((mean: { column: string }) => mean.column)).toEqual(['x265@42', 'x265@45']);
});

test('a missing file, an empty one and one without results are not continued', async () => {
  expect(await readUnfinished(path)).toBeNull();
  writeFileSync(path, '');
  expect(await readUnfinished(path)).toBeNull();
  await writeEvaluation(path, madeUpFile(optionsOf(), NAMES, []));
  expect(await readUnfinished(path)).toBeNull();
});

test.each([
  [['--crf', '42'], /columns \(x265@42 and x265@45 in .*result\.json; x265@42 in this run\)/],
  [[...OPTIONS, '--keyint', '12'], /columns \(.*; x265@42k12 and x265@45k12 in this run\)/],
  [[...OPTIONS, '--columns', 'orig,x265'], /columns \(.*; orig,x265@42 and orig,x265@45 in this/],
  [[...OPTIONS, '--networks', 'stcn'], /columns \(.*; x265@42:stcn and x265@45:stcn in this run\)/],
  [[...OPTIONS, '--frames', '9'], /frames \(all in .*; 9 in this run\)/],
  [[...OPTIONS, '--ep', 'wasm'], /ep \(auto in .*; wasm in this run\)/],
  [[...OPTIONS, '--shard', '1/2'], /shard \(none in .*; 1\/2 in this run\)/],
  [['--target-bpp', '0.02'], /columns \(.*; x265@0\.02bpp in this run\)/],
])(
  'a file is not continued with %j; the message has the field and a solution',
  async (args, field) => {
    await writeEvaluation(path, madeUpFile(optionsOf(...OPTIONS), NAMES, [result('dog', 45)]));
    await expect(resume(...args)).rejects.toThrow(field);
    await expect(resume(...args)).rejects.toThrow(/--restart/);
  },
);

test('a changed file of a network is reported', async () => {
  await writeEvaluation(path, madeUpFile(optionsOf(...OPTIONS), NAMES, [result('dog', 45)]));
  writeFileSync(join(folder, 'network.onnx'), 'other weights');
  await expect(resume(...OPTIONS)).rejects.toThrow(/SHA-256 of network\.onnx/);
});

test('results of other library versions are not continued', async () => {
  const file = madeUpFile(optionsOf(...OPTIONS), NAMES, [result('dog', 45)]);
  const versions = { ...(file.environment.versions as object), 'onnxruntime-web': '1.0.0' };
  await writeEvaluation(path, { ...file, environment: { ...file.environment, versions } });
  await expect(resume(...OPTIONS)).rejects.toThrow(/version of onnxruntime-web \(1\.0\.0 in /);
});

test('other sequences are reported', () => {
  const file = madeUpFile(optionsOf(), NAMES, [result('dog', 45)]);
  expect(() => checkSequences(file, path, NAMES)).not.toThrow();
  expect(() => checkSequences(file, path, ['dog', 'soapbox'])).toThrow(
    /only the file has libby; the file lacks soapbox/,
  );
});

test('sequences with changed pictures or annotations are reported', async () => {
  const file = madeUpFile(
    optionsOf(),
    NAMES,
    NAMES.map((name) => result(name, 45)),
  );
  const unchanged = async (name: string) => `input of ${name}`;
  await expect(checkInputs(file, path, unchanged)).resolves.toBeUndefined();
  const changed = async (name: string) => (name === 'libby' ? 'other' : unchanged(name));
  await expect(checkInputs(file, path, changed)).rejects.toThrow(
    /The pictures or annotations of libby have changed since .*result\.json was written\. .*--restart/,
  );
  // A sequence that cannot be opened is reported by the run.
  await expect(checkInputs(file, path, async () => null)).resolves.toBeUndefined();
});

test('a failure is dropped when its sequence has all results', async () => {
  const failures = [{ name: 'dog', columns: null, problem: 'dog/00001.jpg cannot be read.' }];
  const record = new EvaluationRecord(
    madeUpFile(optionsOf(), ['dog'], [result('dog', 45)], failures),
  );
  const plan = plannedAt(['dog'], 45);
  record.dropOldFailures(await waitingExperiments(plan, record, null));
  expect(record.failures).toEqual([]);
});

test('a failure belongs to one list of columns', () => {
  const [low, high] = plannedAt(['dog'], 42, 45);
  if (!low || !high) throw new Error('two experiments were planned');
  const record = new EvaluationRecord(null);
  record.fail(low, 'The page crashed.');
  record.fail(high, 'The page crashed.');
  record.succeed(high, result('dog', 45));
  expect(record.failures).toEqual([
    { name: 'dog', columns: 'x265@42', problem: 'The page crashed.' },
  ]);
});

test('a file that the page exported is not overwritten', async () => {
  await writeEvaluation(path, { environment: {}, sequences: [result('dog', 45)], failures: [] });
  await expect(resume(...OPTIONS)).rejects.toThrow(/was not written by npm run evaluate/);
});

test('a folder that cannot be written to is reported', async () => {
  const nowhere = join(folder, 'nowhere', 'result.json');
  await expect(writeEvaluation(nowhere, madeUpFile(optionsOf(), NAMES, []))).rejects.toThrow(
    /result\.json cannot be written: there is no folder .*nowhere\./,
  );
});

test('checking whether a file can be written does not change it', async () => {
  await writeEvaluation(path, madeUpFile(optionsOf(), NAMES, [result('dog', 45)]));
  const before = readFileSync(path, 'utf8');
  await assertWritable(path);
  expect(readFileSync(path, 'utf8')).toBe(before);
  expect(readdirSync(folder).sort()).toEqual(['network.onnx', 'result.json']);
  await expect(assertWritable(join(folder, 'nowhere', 'result.json'))).rejects.toThrow(
    /result\.json cannot be written: there is no folder .*nowhere\./,
  );
  await expect(assertWritable(folder)).rejects.toThrow(/it is a folder/);
});
