import { beforeEach, describe, expect, test } from 'vitest';
import { Problem } from '../problem.ts';
import { frameBytes } from '../sequence/frames.ts';
import { type FakeWorkers, FRAMES, SIZE, sequence } from '../testing/fakeWorkers.ts';
import type { Experiment } from './experiment.ts';
import { columns, WITHOUT_MASKS } from './testing/testColumns.ts';
import { testExperiment } from './testing/testExperiment.ts';

let made: ReturnType<typeof testExperiment>;
let fake: FakeWorkers;
let experiment: Experiment;

beforeEach(async () => {
  made = testExperiment();
  ({ fake, experiment } = made);
  await experiment.configure({ columns: WITHOUT_MASKS });
});

const state = () => made.state();
const result = () => made.result();
const columnsOf = () => made.kinds();
const WITH_IMPORT = [...WITHOUT_MASKS, ...columns('import')];
const OF_STREAM = columns('orig,x265@stream,ours@stream+vos');

const named = (name: string, ...parts: BlobPart[]) => ({ name, data: new Blob(parts) });

/** An import of decoded frames. */
function decoded(frames: number, bitstream: ReturnType<typeof named> | null = null) {
  const file = named('output.yuv', new Uint8Array(frames * frameBytes(SIZE)));
  return { title: 'VVenC', kind: 'frames', file, bitstream } as const;
}

const X265_TEXT = 'x265 (build 199) - H.265/HEVC codec - options: rc=crf crf=30.0 qcomp=0.60';

test('an import of another length is refused, and the result has the complete columns', async () => {
  const media = { imported: decoded(FRAMES - 1) };
  await experiment.start(sequence('dog'), { columns: WITH_IMPORT, media });
  expect(state().status).toBe('failed');
  expect(state().problem).toMatch(/^output\.yuv is 288 bytes long/);
  expect(made.column('imported').problem).toBe(state().problem);
  expect(columnsOf()).toEqual(['original', 'x265', 'ours']);
  expect(result()?.provenance.givenFiles).toEqual([]);
});

describe('a file that can no longer be read', () => {
  const gone = new Blob([new Uint8Array(FRAMES * frameBytes(SIZE))]);
  const refuse = () => {
    throw new DOMException('It was moved.', 'NotFoundError');
  };
  Object.assign(gone, { slice: refuse, text: refuse, arrayBuffer: refuse, stream: refuse });
  const file = { name: 'gone.yuv', data: gone };

  test('as an import: the result has the other columns', async () => {
    const media = { imported: { ...decoded(FRAMES), file } };
    await experiment.start(sequence('dog'), { columns: WITH_IMPORT, media });
    expect(state().status).toBe('failed');
    expect(columnsOf()).toEqual(['original', 'x265', 'ours']);
    expect(result()?.provenance.givenFiles).toEqual([]);
  });

  test('as a user-supplied stream: the result has the originals and the import', async () => {
    const media = { x265Stream: file, imported: decoded(FRAMES) };
    const wanted = [...OF_STREAM, ...columns('import')];
    await experiment.start(sequence('dog'), { columns: wanted, media });
    expect(state().status).toBe('failed');
    expect(columnsOf()).toEqual(['original', 'imported']);
    expect(result()?.provenance.givenFiles.map(({ name }) => name)).toEqual(['output.yuv']);
  });
});

test('a column that fails half-way is not in the result', async () => {
  fake.networks.enhance = async (_, index) => {
    if (index === 2) throw new Problem('The GPU was lost.', 'Try again.');
    return { seconds: 1 };
  };
  await experiment.start(sequence('dog'));
  expect(state()).toMatchObject({ status: 'failed' });
  expect(columnsOf()).toEqual(['original', 'x265']);
});

test('a column that cannot be scored has a problem, and a retry scores it without filling it again', async () => {
  fake.scoring.scorePicture = async () => {
    throw new Problem('The scoring worker failed.', 'Try again.');
  };
  const dog = sequence('dog');
  await experiment.start(dog);
  expect(columnsOf()).toEqual(['original']);
  expect(made.column('ours').problem).toContain('scoring worker');
  fake.scoring = {};
  fake.calls = [];
  await experiment.start(dog);
  expect(state()).toMatchObject({ status: 'done', problem: null });
  expect(columnsOf()).toEqual(['original', 'x265', 'ours']);
  expect(fake.count('networks.segment')).toBe(0);
});

test('if x265 fails, the result has the originals; if the networks fail, there is no result', async () => {
  fake.codec.encode = async () => {
    throw new Problem('ffmpeg stopped answering.', 'Try again.');
  };
  await experiment.start(sequence('dog'));
  expect(columnsOf()).toEqual(['original']);
  fake.networks.prepare = async () => {
    throw new Problem('read.onnx is damaged.', 'Reload the page.');
  };
  await experiment.start(sequence('libby'), { memoryFrames: 2 });
  expect(result()).toBeNull();
});

test('a cancelled experiment has no result', async () => {
  fake.networks.enhance = async () => {
    void experiment.cancel();
    return { seconds: 1 };
  };
  await experiment.start(sequence('dog'));
  expect(state().status).toBe('cancelled');
  expect(result()).toBeNull();
});

test('a bitstream that cannot be split is counted as a whole, with a note', async () => {
  const bitstream = named('video.obu', new Uint8Array(64));
  const media = { imported: decoded(FRAMES, bitstream) };
  await experiment.start(sequence('dog'), { columns: WITH_IMPORT, media });
  expect(made.column('imported').notes).toEqual([
    expect.stringMatching(/^Its bits are those of the whole file.*video\.obu/),
  ]);
  expect(made.resultOf('imported')).toMatchObject({
    notes: made.column('imported').notes,
    // 64 bytes for four frames of 64 pixels.
    bpp: { total: 2 },
  });
});

test('the enhancer and the result use the CRF that a user-supplied stream contains', async () => {
  const crfs: number[] = [];
  fake.networks.enhance = async (_, __, { crf }) => {
    crfs.push(crf);
    return { seconds: 1 };
  };
  const x265Stream = named('supplied.mkv', X265_TEXT);
  await experiment.start(sequence('dog'), { columns: OF_STREAM, media: { x265Stream } });
  expect(new Set(crfs)).toEqual(new Set([30]));
  expect(made.resultOf('x265')).toMatchObject({ crf: 30, notes: [] });
  expect(made.resultOf('ours')).toMatchObject({ crf: 30, notes: [] });
});

test('for a user-supplied stream without its CRF, the chosen one is used, with a note', async () => {
  const crfs: number[] = [];
  fake.networks.enhance = async (_, __, { crf }) => {
    crfs.push(crf);
    return { seconds: 1 };
  };
  const x265Stream = named('supplied.mkv', 'x264 - core 164 - options: rc=crf crf=23.0');
  const wanted = columns('x265@stream40,ours@stream40+vos');
  await experiment.start(sequence('dog'), { columns: wanted, media: { x265Stream } });
  expect(new Set(crfs)).toEqual(new Set([40]));
  expect(made.resultOf('x265')).toMatchObject({ crf: null, notes: [] });
  expect(made.resultOf('ours')).toMatchObject({
    crf: null,
    notes: [expect.stringMatching(/^supplied\.mkv does not contain its CRF.* 40\.$/)],
  });
});

test('a column has the encoder’s command only if its video was encoded here', async () => {
  await experiment.start(sequence('dog'));
  expect(made.resultOf('original')?.commandLine).toBeNull();
  expect(made.resultOf('x265')?.commandLine).toContain('crf=45');
  const x265Stream = named('supplied.mkv', X265_TEXT);
  await experiment.configure({ columns: OF_STREAM, media: { x265Stream } });
  expect(made.resultOf('x265')?.commandLine).toBeNull();
});
