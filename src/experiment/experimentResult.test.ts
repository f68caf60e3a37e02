import { beforeEach, describe, expect, test } from 'vitest';
import { Problem } from '../problem.ts';
import { formatColumn } from '../results/columnList.ts';
import { frameBytes } from '../sequence/frames.ts';
import { FakeWorkers, FRAMES, SIZE, sequence } from '../testing/fakeWorkers.ts';
import { namedColumns } from '../testing/madeUpResults.ts';
import { Experiment } from './experiment.ts';

let fake: FakeWorkers;
let experiment: Experiment;

beforeEach(async () => {
  fake = new FakeWorkers();
  experiment = new Experiment(fake.workers);
  await experiment.configure({ ours: 'enhanced' });
});

const state = () => experiment.store.getState().experiment;
const result = () => experiment.store.getState().result;
const columnsOf = () => Object.keys(namedColumns(result()));

const named = (name: string, ...parts: BlobPart[]) => ({ name, data: new Blob(parts) });

/** An import of decoded frames. */
function decoded(frames: number, bitstream: ReturnType<typeof named> | null = null) {
  const file = named('output.yuv', new Uint8Array(frames * frameBytes(SIZE)));
  return { title: 'VVenC', kind: 'frames', file, bitstream } as const;
}

const X265_TEXT = 'x265 (build 199) - H.265/HEVC codec - options: rc=crf crf=30.0 qcomp=0.60';

test('an import of another length is refused, and the result has the complete columns', async () => {
  await experiment.start(sequence('dog'), { media: { imported: decoded(FRAMES - 1) } });
  expect(state().status).toBe('failed');
  expect(state().problem).toMatch(/^output\.yuv is 288 bytes long/);
  expect(state().columns.imported.problem).toBe(state().problem);
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
    await experiment.start(sequence('dog'), { media: { imported: { ...decoded(FRAMES), file } } });
    expect(state().status).toBe('failed');
    expect(columnsOf()).toEqual(['original', 'x265', 'ours']);
    expect(result()?.provenance.givenFiles).toEqual([]);
  });

  test('as a user-supplied stream: the result has the originals and the import', async () => {
    const media = { x265Stream: file, imported: decoded(FRAMES) };
    await experiment.start(sequence('dog'), { media });
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
  expect(state().columns.ours.problem).toContain('scoring worker');
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
  expect(result()?.columns[0]?.commandLine).toBeNull();
  fake.networks.prepare = async () => {
    throw new Problem('read.onnx is damaged.', 'Reload the page.');
  };
  await experiment.start(sequence('libby'));
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
  await experiment.start(sequence('dog'), { media: { imported: decoded(FRAMES, bitstream) } });
  expect(state().columns.imported.notes).toEqual([
    expect.stringMatching(/^Its bits are those of the whole file.*video\.obu/),
  ]);
  expect(namedColumns(result()).imported).toMatchObject({
    notes: state().columns.imported.notes,
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
  await experiment.start(sequence('dog'), { targetBpp: 0.02, media: { x265Stream } });
  expect(new Set(crfs)).toEqual(new Set([30]));
  expect(namedColumns(result())).toMatchObject({
    x265: { crf: 30, notes: [] },
    ours: { crf: 30, notes: [] },
  });
  const { x265, ours } = namedColumns(result());
  expect([x265, ours].map((column) => column?.spec.pictures)).toEqual([
    { source: 'stream', assumedCrf: 45 },
    { source: 'stream', assumedCrf: 45 },
  ]);
  expect(x265?.foundRate).toBeNull();
});

test('for a user-supplied stream without its CRF, the chosen one is used, with a note', async () => {
  const crfs: number[] = [];
  fake.networks.enhance = async (_, __, { crf }) => {
    crfs.push(crf);
    return { seconds: 1 };
  };
  const x265Stream = named('supplied.mkv', 'x264 - core 164 - options: rc=crf crf=23.0');
  await experiment.start(sequence('dog'), { crf: 40, media: { x265Stream } });
  expect(new Set(crfs)).toEqual(new Set([40]));
  expect(namedColumns(result())).toMatchObject({
    x265: { crf: null, notes: [] },
    ours: {
      crf: null,
      notes: [expect.stringMatching(/^supplied\.mkv does not contain its CRF.* 40\.$/)],
    },
  });
});

test('columns have the encoder’s command only if their video was encoded here', async () => {
  const commandLines = () => result()?.columns.map(({ commandLine }) => commandLine);
  await experiment.start(sequence('dog'));
  const command = state().video?.commandLine;
  expect(command).toContain('crf=45');
  expect(commandLines()).toEqual([null, command, command]);
  const x265Stream = named('supplied.mkv', X265_TEXT);
  await experiment.configure({ columns: ['original', 'x265'], media: { x265Stream } });
  expect(columnsOf()).toEqual(['original', 'x265']);
  expect(commandLines()).toEqual([null, null]);
});

test('a CRF that was found for a rate of x265’s video is recorded with it', async () => {
  await experiment.start(sequence('dog'), { crf: 40, targetBpp: 0.02, ours: 'coded' });
  const { x265, ours } = namedColumns(result());
  expect(x265).toMatchObject({ crf: 40, foundRate: { reached: true, against: null } });
  expect(x265 && formatColumn(x265.spec)).toBe('x265@0.02bpp');
  expect(ours).toMatchObject({ crf: 40, foundRate: { against: x265?.spec } });
  expect(ours && formatColumn(ours.spec)).toBe('ours@same');
});
