import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join, resolve } from 'node:path';
import { encode } from 'fast-png';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Statistics } from '../../scoring/statistics.ts';
import madeUpCases from '../../scoring/testing/madeUpCases.json' with { type: 'json' };
import { type MadeUpCase, paintMaps } from '../../scoring/testing/madeUpMaps.ts';
import madeUpReference from '../../scoring/testing/madeUpReference.json' with { type: 'json' };
import stmReference from '../../scoring/testing/stmReference.json' with { type: 'json' };
import { encodeLabelMapPng } from '../../sequence/labelMapPng.ts';
import { labelMap } from '../../sequence/labelMaps.ts';
import { hasShared, SHARED, withShared } from '../../testing/sharedFixtures.ts';
import { type ScoredSequence, scoreFolders } from './scoreFolders.ts';

type PerObject = Readonly<Record<string, { readonly J: Statistics; readonly F: Statistics }>>;

const SIZE = { width: 12, height: 10 };
let root: string;
let annotations: string;
let predictions: string;

beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'maskscope-score-'));
  annotations = join(root, 'truth');
  predictions = join(root, 'masks');
});

afterEach(() => {
  rmSync(root, { recursive: true, force: true });
});

describe.skipIf(!hasShared)(withShared('STM’s masks of DAVIS-2016'), () => {
  test('have the scores of the official tool, for each object and frame and in total', async () => {
    const { sequences, failures, mean } = await scoreFolders({
      annotations: join(SHARED, 'davis/Annotations/480p'),
      predictions: join(SHARED, 'predictions/stm-davis2016'),
      sequences: null,
    });
    expect(failures).toEqual([]);
    expect(mean.sequences).toBe(10);
    expect(mean.J).toEqual(close(stmReference.total.J));
    expect(mean.F).toEqual(close(stmReference.total.F));
    expect(mean.JF).toBeCloseTo(stmReference.total.JF, 6);
    expectObjects(sequences, stmReference.perObject);
    for (const [name, frames] of Object.entries(stmReference.perFrame)) {
      const object = sequences.find((sequence) => sequence.name === name)?.objects[0];
      expect(object?.frames).toEqual({ J: counted(frames.J[0]), F: counted(frames.F[0]) });
    }
  });
});

test('several objects, void and gaps in the ids have the scores of the official tool', async () => {
  const names = ['two-ellipses', 'objects-come-and-go', 'void', 'ids-with-gaps', 'one-pixel'];
  for (const entry of (madeUpCases as MadeUpCase[]).filter(({ name }) => names.includes(name))) {
    const truth = paintMaps(entry, entry.truth);
    const predicted = paintMaps(entry, entry.predicted);
    for (let index = 0; index < entry.count; index++) {
      const file = `${entry.name}/${String(index).padStart(5, '0')}.png`;
      write(annotations, file, encodeLabelMapPng(labelMap(truth, index), entry));
      write(predictions, file, encodeLabelMapPng(labelMap(predicted, index), entry));
    }
  }
  const { sequences, failures } = await scoreFolders({
    annotations,
    predictions,
    sequences: names,
  });
  expect(failures).toEqual([]);
  expect(sequences.map(({ name }) => name)).toEqual(names);
  expectObjects(sequences, madeUpReference.perObject);
});

test('the first and the last annotated frame need no prediction and have no score', async () => {
  writeSequence(annotations, 'dog', 5);
  writeSequence(predictions, 'dog', 5, [1, 2, 3]);
  const { sequences, failures } = await score();
  expect(failures).toEqual([]);
  expect(sequences[0]?.objects).toMatchObject([
    { id: 1, JF: 1, frames: { J: [null, 1, 1, 1, null], F: [null, 1, 1, 1, null] } },
  ]);
});

test('predictions of frames without an annotation are not scored', async () => {
  writeSequence(annotations, 'dog', 13, [0, 5, 10]);
  writeSequence(predictions, 'dog', 13);
  const { sequences } = await score();
  const [dog] = sequences;
  expect(dog).toMatchObject({ frames: 13, JF: 1 });
  expect(dog?.objects[0]?.frames.J).toEqual(
    Array.from({ length: 13 }, (_, index) => (index === 5 ? 1 : null)),
  );
  expect(dog?.frameNames[10]).toBe('00010');
});

test('black and white predictions are object 1, as in DAVIS-2016', async () => {
  writeSequence(annotations, 'dog', 4);
  for (const frame of [1, 2]) write(predictions, `dog/0000${frame}.png`, greyPng(ids(255)));
  expect((await score()).sequences[0]?.JF).toBe(1);
});

describe('a sequence that cannot be scored is reported, and the others are scored', () => {
  beforeEach(() => {
    for (const name of ['dog', 'libby']) {
      writeSequence(annotations, name, 6);
      writeSequence(predictions, name, 6);
    }
  });

  test.each<[string, () => void, RegExp]>([
    [
      'a missing frame in the middle',
      () => rmSync(join(predictions, 'dog/00003.png')),
      /^dog lacks predictions: 00003\.png is missing in .*dog\. Every/,
    ],
    [
      'several missing frames',
      () => rmSync(join(predictions, 'dog'), { recursive: true }),
      /^dog has no predictions: there are no PNG files in .*masks\/dog\. .*--sequences/,
    ],
    [
      'another size',
      () => {
        const half = { width: 6, height: 5 };
        write(predictions, 'dog/00002.png', encodeLabelMapPng(new Uint8Array(30), half));
      },
      /masks\/dog\/00002\.png is 6×5, but its annotation is 12×10\./,
    ],
    [
      'annotations of two sizes',
      () => {
        const half = { width: 6, height: 5 };
        write(annotations, 'dog/00004.png', encodeLabelMapPng(new Uint8Array(30), half));
      },
      /truth\/dog\/00004\.png is 6×5, but the first annotation is 12×10\./,
    ],
    [
      'void in a prediction',
      () => write(predictions, 'dog/00002.png', encodeLabelMapPng(ids(255), SIZE)),
      /masks\/dog\/00002\.png contains id 255, which is void and not an object\./,
    ],
    [
      'an id without an object',
      () => write(predictions, 'dog/00002.png', encodeLabelMapPng(ids(3), SIZE)),
      /masks\/dog\/00002\.png contains id 3, but the highest id of the first annotation is 1\./,
    ],
    [
      'a soft mask',
      () => {
        const ramp = Uint8Array.from({ length: 120 }, (_, pixel) => pixel * 2);
        write(predictions, 'dog/00002.png', greyPng(ramp));
      },
      /masks\/dog\/00002\.png contains 119 grey values, too many to be object ids/,
    ],
    [
      'a damaged file',
      () => {
        const path = join(predictions, 'dog/00002.png');
        writeFileSync(path, readFileSync(path).subarray(0, 60));
      },
      /masks\/dog\/00002\.png is cut off/,
    ],
    [
      'a file that is not a PNG',
      () => write(predictions, 'dog/00002.png', new TextEncoder().encode('no picture at all')),
      /masks\/dog\/00002\.png is not a PNG/,
    ],
    [
      'a first annotation without objects',
      () => write(annotations, 'dog/00000.png', encodeLabelMapPng(ids(0), SIZE)),
      /^dog has no objects: its first annotation is all background\./,
    ],
    [
      'too few annotations',
      () => {
        for (const frame of [1, 2, 3, 4]) rmSync(join(annotations, `dog/0000${frame}.png`));
      },
      /^dog has 2 annotated frames in .*truth, and the first and the last are not scored\./,
    ],
  ])('%s', async (_, spoil, problem) => {
    spoil();
    const { sequences, failures, mean } = await score();
    expect(failures).toEqual([{ name: 'dog', problem: expect.stringMatching(problem) }]);
    expect(sequences.map(({ name }) => name)).toEqual(['libby']);
    expect(mean).toMatchObject({ sequences: 1, JF: 1 });
  });

  test('a requested sequence that does not exist', async () => {
    const result = await scoreFolders({ annotations, predictions, sequences: ['dgo', 'libby'] });
    expect(result.failures).toEqual([
      { name: 'dgo', problem: expect.stringMatching(/^dgo has 0 annotated frames/) },
    ]);
    expect(result.sequences).toHaveLength(1);
  });

  test('the command prints the table of the others with the failure and exits with 1', () => {
    rmSync(join(predictions, 'dog/00003.png'));
    const out = join(root, 'scores.json');
    const { status, stdout, stderr } = command('--out', out, '--table');
    expect(status).toBe(1);
    expect(stderr).toMatch(/^dog: FAILED\. dog lacks predictions: 00003\.png/m);
    expect(stdout).toContain(
      '| libby | 1.0000 | 1.0000 | 0.0000 | 1.0000 | 1.0000 | 0.0000 | 1.0000 |\n| **mean** |',
    );
    expect(stdout).toContain('- dog was not scored. dog lacks predictions');
    const written = JSON.parse(readFileSync(out, 'utf8'));
    expect(written).toMatchObject({
      environment: { date: expect.any(String), versions: { node: process.versions.node } },
      sequences: [{ name: 'libby', frames: 6, JF: 1 }],
      failures: [{ name: 'dog' }],
      mean: { sequences: 1 },
    });
  });

  test('the command prints only JSON and exits with 0', () => {
    const { status, stdout } = command();
    expect(status).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({ failures: [], mean: { sequences: 2, JF: 1 } });
  });
});

test('a folder without sequences is reported', async () => {
  writeSequence(annotations, 'deeper/dog', 4);
  writeSequence(predictions, 'dog', 4);
  await expect(score()).rejects.toThrow(/truth contains no folders with PNG files\. .*480p/);
  annotations = join(root, 'nowhere');
  await expect(score()).rejects.toThrow(/nowhere is not a folder/);
  expect(command().status).toBe(2);
});

function score() {
  return scoreFolders({ annotations, predictions, sequences: null });
}

function command(...options: string[]) {
  const script = resolve(import.meta.dirname, '../score.ts');
  const folders = ['--annotations', annotations, '--predictions', predictions];
  return spawnSync(process.execPath, ['--import', 'tsx', script, ...folders, ...options], {
    encoding: 'utf8',
  });
}

function expectObjects(sequences: readonly ScoredSequence[], expected: PerObject): void {
  for (const { name, objects } of sequences) {
    expect(objects.map(({ id }) => id)).toEqual(objects.map((_, index) => index + 1));
    for (const { id, J, F } of objects) {
      const official = expected[`${name}_${id}`];
      expect({ name, J, F }).toEqual({ name, J: close(official?.J), F: close(official?.F) });
    }
  }
}

function close(expected: Statistics | undefined): unknown {
  return (
    expected && {
      mean: expect.closeTo(expected.mean, 6),
      recall: expect.closeTo(expected.recall, 6),
      decay: expect.closeTo(expected.decay, 6),
    }
  );
}

function counted(frames: readonly number[] | undefined): unknown {
  return frames?.map((value, index) =>
    index === 0 || index === frames.length - 1 ? null : expect.closeTo(value, 6),
  );
}

/** Label maps of one static rectangle. */
function writeSequence(
  folder: string,
  name: string,
  count: number,
  frames = Array.from({ length: count }, (_, index) => index),
): void {
  for (const frame of frames) {
    const file = `${name}/${String(frame).padStart(5, '0')}.png`;
    write(folder, file, encodeLabelMapPng(ids(1), SIZE));
  }
}

function ids(id: number): Uint8Array {
  return new Uint8Array(SIZE.width * SIZE.height).fill(id, 36, 80);
}

function greyPng(data: Uint8Array): Uint8Array {
  return encode({ ...SIZE, data, depth: 8, channels: 1 });
}

function write(folder: string, file: string, bytes: Uint8Array): void {
  const path = join(folder, file);
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, bytes);
}
