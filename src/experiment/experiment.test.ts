import { beforeEach, expect, test } from 'vitest';
import { Problem } from '../problem.ts';
import { FakeWorkers, FRAMES, sequence } from '../testing/fakeWorkers.ts';
import { Experiment } from './experiment.ts';

let fake: FakeWorkers;
let experiment: Experiment;

beforeEach(async () => {
  fake = new FakeWorkers();
  experiment = new Experiment(fake.workers);
  await experiment.configure({ ours: 'enhanced' });
});

function state() {
  return experiment.store.getState().experiment;
}

test('all columns are filled and scored', async () => {
  await experiment.start(sequence('dog'));
  expect(state().status).toBe('done');
  for (const name of ['original', 'x265', 'ours'] as const) {
    expect(state().columns[name].mapsReady).toBe(FRAMES);
    expect(state().columns[name].scores).not.toContain(null);
  }
  expect(fake.count('networks.segment')).toBe(3 * (FRAMES - 1));
});

test('only the annotation guides the enhancer, not the masks of VOS', async () => {
  const guides: (number | null)[] = [];
  fake.networks.enhance = async (_, __, ___, guide) => {
    guides.push(guide?.index ?? null);
    return { seconds: 1 };
  };
  await experiment.start(sequence('dog'));
  expect(guides).toEqual([0, ...Array<null>(FRAMES - 1).fill(null)]);
});

test('a new CRF reads nothing again and segments only the columns that depend on it', async () => {
  await experiment.start(sequence('dog'));
  fake.calls = [];
  await experiment.configure({ crf: 30 });
  expect(fake.count('codec.ingest')).toBe(0);
  expect(fake.count('networks.segment')).toBe(2 * (FRAMES - 1));
  expect(state().columns.original.scores).not.toContain(null);
});

test('a change to the same value starts nothing', async () => {
  await experiment.start(sequence('dog'));
  fake.calls = [];
  await experiment.configure({ crf: 45 });
  expect(fake.calls).toEqual([]);
});

test('if the encoder fails, the column of the originals is complete, and a retry fills the others', async () => {
  fake.codec.encode = async () => {
    throw new Problem('ffmpeg stopped answering.', 'Try again.');
  };
  const dog = sequence('dog');
  await experiment.start(dog);
  expect(state()).toMatchObject({
    status: 'failed',
    problem: 'ffmpeg stopped answering. Try again.',
  });
  expect(state().columns.original.mapsReady).toBe(FRAMES);
  expect(state().columns.x265.problem).toContain('ffmpeg');
  fake.codec = {};
  fake.calls = [];
  await experiment.start(dog);
  expect(state().status).toBe('done');
  expect(fake.count('networks.segment')).toBe(2 * (FRAMES - 1));
});

test('if the networks fail to load, the encoder is stopped, and a retry does not read again', async () => {
  fake.networks.prepare = async () => {
    throw new Problem('read.onnx is damaged.', 'Reload the page.');
  };
  fake.codec.encode = () => new Promise(() => {});
  const dog = sequence('dog');
  await experiment.start(dog);
  expect(state().status).toBe('failed');
  expect(state().stages.networks.status).toBe('failed');
  const running = Object.values(state().stages).filter(({ status }) => status === 'running');
  expect(running).toEqual([]);
  fake.networks = {};
  fake.codec = {};
  fake.calls = [];
  await experiment.start(dog);
  expect(state().status).toBe('done');
  expect(fake.count('codec.ingest')).toBe(0);
});

test('a finished experiment is recomputed when it is started again without a change', async () => {
  const dog = sequence('dog');
  await experiment.start(dog);
  fake.calls = [];
  await experiment.start(dog);
  expect(fake.count('codec.ingest')).toBe(0);
  expect(fake.count('codec.encode')).toBe(1);
  expect(fake.count('networks.segment')).toBe(3 * (FRAMES - 1));
});

test('a failed column does not stop the others', async () => {
  fake.networks.enhance = async () => {
    throw new Problem('The GPU was lost.', 'Try again.');
  };
  await experiment.start(sequence('dog'));
  const { columns, status } = state();
  expect(status).toBe('failed');
  expect(columns.ours.problem).toContain('GPU');
  expect([columns.original.mapsReady, columns.x265.mapsReady]).toEqual([FRAMES, FRAMES]);
});

test('the memory of every column is freed, also of a failed one', async () => {
  const [begun, ended]: [number[], number[]] = [[], []];
  fake.networks.beginVos = async () => {
    begun.push(begun.length + 1);
    return begun.length;
  };
  fake.networks.endVos = async (run) => void ended.push(run);
  fake.networks.segment = async (_, __, index, maps) => {
    if (maps === state().columns.x265.maps && index === 2) throw new Error('It was lost.');
    return { seconds: 1 };
  };
  await experiment.start(sequence('dog'));
  expect(state().columns.x265.mapsReady).toBe(2);
  expect(state().columns.ours.mapsReady).toBe(FRAMES);
  expect(begun).toHaveLength(3);
  expect(ended.toSorted()).toEqual(begun);
});

test('a score that fails once is computed again', async () => {
  let failures = 1;
  fake.scoring.scoreLabelMap = async () => {
    if (failures-- > 0) throw new Error('the scoring worker failed');
    return { J: [0.5], F: [0.5] };
  };
  await experiment.start(sequence('dog'));
  expect(state().status).toBe('done');
  expect(state().columns.original.scores).not.toContain(null);
});

test('a score that arrives after a change of the CRF is still shown', async () => {
  let release = () => {};
  const late = new Promise<void>((resolve) => {
    release = resolve;
  });
  fake.scoring.scoreLabelMap = async () => {
    await late;
    return { J: [0.5], F: [0.5] };
  };
  const first = experiment.start(sequence('dog'));
  await expect.poll(() => state().columns.original.mapsReady).toBe(FRAMES);
  const second = experiment.configure({ crf: 30 });
  release();
  await Promise.all([first, second]);
  expect(state().columns.original.scores).not.toContain(null);
});

test('another sequence frees the memory of an unfinished one', async () => {
  fake.networks.segment = async () => {
    if (fake.count('networks.segment') === 2) void experiment.cancel();
    return { seconds: 1 };
  };
  await experiment.start(sequence('dog'));
  expect(state().status).toBe('cancelled');
  expect(state().columns.original.mapsReady).toBeGreaterThan(1);
  const begun = fake.count('networks.beginVos');
  fake.networks = {};
  fake.calls = [];
  await experiment.start(sequence('libby'));
  expect(fake.count('networks.endVos')).toBe(begun + 3);
});

test('after three starts in a row only the last one runs', async () => {
  await Promise.all(['dog', 'libby', 'soapbox'].map((name) => experiment.start(sequence(name))));
  expect(state()).toMatchObject({ sequenceName: 'soapbox', status: 'done' });
  expect(fake.count('codec.encode')).toBe(1);
});
