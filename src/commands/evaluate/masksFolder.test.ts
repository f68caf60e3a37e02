import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { ColumnResult, SequenceResult } from '../../results/resultSchema.ts';
import { type ArchiveLayout, labelMapArchive } from '../../sequence/labelMapArchive.ts';
import { decodeLabelMapPng } from '../../sequence/labelMapPng.ts';
import { allocateLabelMaps } from '../../sequence/labelMaps.ts';
import {
  columnOf,
  foundFor,
  namedColumns,
  madeUpResult as resultOf,
  withKeyint,
  withSpecs,
} from '../../testing/madeUpResults.ts';
import { madeUpFile, madeUpResult, optionsOf, plannedAt } from '../testing/testEvaluations.ts';
import { EvaluationRecord } from './evaluationRecord.ts';
import { MasksFolder } from './masksFolder.ts';
import { waitingExperiments } from './waitingExperiments.ts';

let folder: string;
let masks: MasksFolder;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskscope-masks-'));
  masks = new MasksFolder(folder);
});

afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** A ZIP archive like the page's, with masks of 4×2 pixels that are all object 1. */
async function archive(frames: number, name = 'dog', layout: ArchiveLayout = 'davis') {
  const maps = allocateLabelMaps({ width: 4, height: 2 }, frames);
  new Uint8Array(maps.buffer).fill(1);
  const frameNames = Array.from({ length: frames }, (_, index) => `0000${index}.jpg`);
  const zip = await labelMapArchive([{ sequence: name, maps, frameNames }], layout);
  return Buffer.from(await zip.arrayBuffer());
}

/** A result of the originals and x265. */
function result(name: string, crf: number): SequenceResult {
  const made = madeUpResult(name, crf);
  const { columns } = resultOf(name, {
    original: { ...columnOf(0.9, 0, crf), crf: null },
    x265: columnOf(0.8, 0.01, crf),
  });
  return { ...made, columns };
}

function columnIn(of: SequenceResult, kind: 'original' | 'x265'): ColumnResult {
  const column = namedColumns(of)[kind];
  if (!column) throw new Error(`the result has no ${kind}`);
  return column;
}

/** The result with x265 alone. */
const x265Only = (of: SequenceResult) => ({ ...of, columns: [columnIn(of, 'x265')] });

const saveX265 = (of: SequenceResult, zip: Buffer) => masks.save(of, columnIn(of, 'x265'), zip);

const files = (path: string) => readdirSync(join(folder, path)).sort();

test('masks have the layout of npm run score and the evaluation servers', async () => {
  await saveX265(result('dog', 42), await archive(2));
  expect(files('x265-compact-crf42')).toEqual(['dog']);
  expect(files('x265-compact-crf42/dog')).toEqual(['00000.png', '00001.png']);
  const png = readFileSync(join(folder, 'x265-compact-crf42/dog/00001.png'));
  expect([...decodeLabelMapPng(png, '00001.png').ids]).toEqual(new Array(8).fill(1));

  await saveX265(result('4f', 42), await archive(1, '4f', 'youtube-vos'));
  expect(files('x265-compact-crf42/Annotations/4f')).toEqual(['00000.png']);
});

test('with a target rate all sequences are in one folder, with any CRFs', async () => {
  for (const [name, crf] of [
    ['dog', 42],
    ['libby', 47],
  ] as const) {
    await saveX265(foundFor(0.0209, result(name, crf)), await archive(1, name));
  }
  expect(files('x265-compact-bpp0.0209')).toEqual(['dog', 'libby']);
});

test('masks are complete when all columns have theirs', async () => {
  const dog = result('dog', 45);
  expect(await masks.has(x265Only(dog))).toBe(false);
  await saveX265(dog, await archive(2));
  expect(await masks.has(x265Only(dog))).toBe(true);
  expect(await masks.has(dog)).toBe(false);
  rmSync(join(folder, 'x265-compact-crf45/dog/00001.png'));
  expect(await masks.has(x265Only(dog))).toBe(false);
});

test('masks of the same name from another configuration do not count', async () => {
  const short = { ...result('dog', 45), frames: 3 };
  await saveX265(short, await archive(3));
  const whole = result('dog', 45);
  expect(await masks.has(x265Only(whole))).toBe(false);
  // Frames that only the other result has are deleted.
  await saveX265(whole, await archive(2));
  expect(files('x265-compact-crf45/dog')).toEqual(['00000.png', '00001.png']);
  expect(await masks.has(x265Only(whole))).toBe(true);
  expect(await masks.has(x265Only(short))).toBe(false);
});

test('masks that were replaced incompletely do not count', async () => {
  const dog = result('dog', 45);
  await saveX265(dog, await archive(2));
  // A folder cannot be replaced by a mask.
  const mask = join(folder, 'x265-compact-crf45/dog/00000.png');
  rmSync(mask);
  mkdirSync(mask);
  await expect(saveX265(dog, await archive(2))).rejects.toThrow();
  expect(await masks.has(x265Only(dog))).toBe(false);
});

test('masks of another sequence with the same name do not count', async () => {
  const dog = result('dog', 45);
  const provenance = { ...dog.provenance, input: 'input of another dog' };
  await saveX265({ ...dog, provenance }, await archive(2));
  expect(await masks.has(x265Only(dog))).toBe(false);
});

const DOG = result('dog', 42);

test.each<[string, SequenceResult]>([
  ['CRF', result('dog', 45)],
  ['target rate', foundFor(0.02, DOG)],
  ['key frame distance', withSpecs(DOG, (spec) => withKeyint(spec, 12))],
])('the masks of the originals do not depend on the %s', async (_, other) => {
  await masks.save(DOG, columnIn(DOG, 'original'), await archive(2));
  expect(files('original-compact/dog')).toHaveLength(2);
  expect(await masks.has({ ...other, columns: [columnIn(other, 'original')] })).toBe(true);
});

test('masks of a run that was interrupted while writing do not count', async () => {
  const dog = result('dog', 45);
  await saveX265(dog, await archive(2));
  const note = join(folder, '.maskscope/x265-compact-crf45/dog.txt');
  writeFileSync(note, readFileSync(note, 'utf8').slice(0, -1));
  expect(await masks.has(x265Only(dog))).toBe(false);
});

test('an experiment whose requested masks are missing is run again', async () => {
  const done = [result('dog', 45), result('libby', 45)].map(x265Only);
  const record = new EvaluationRecord(madeUpFile(optionsOf(), ['dog', 'libby'], done));
  const plan = plannedAt(['dog', 'libby'], 45);
  const [dog] = done;
  if (!dog) throw new Error('dog is done');
  await saveX265(dog, await archive(2));
  expect(await waitingExperiments(plan, record, null)).toEqual([]);
  const waiting = await waitingExperiments(plan, record, masks);
  expect(waiting.map(({ name }) => name)).toEqual(['libby']);
});

test('a folder that cannot be written to is reported before anything runs', async () => {
  writeFileSync(join(folder, 'file'), '');
  const inside = new MasksFolder(join(folder, 'file', 'masks'));
  await expect(inside.prepare()).rejects.toThrow(/file.masks cannot be written to \(ENOTDIR\)/);
  await masks.prepare();
  expect(files('.maskscope')).toEqual([]);
});
