import { beforeEach, expect, test } from 'vitest';
import { Problem } from '../problem.ts';
import { FRAMES, sequence } from '../testing/fakeWorkers.ts';
import { countReady, framesDone } from './experimentState.ts';
import { columns, WITHOUT_MASKS } from './testing/testColumns.ts';
import { NOTHING, testExperiment } from './testing/testExperiment.ts';

let test45: ReturnType<typeof testExperiment>;

beforeEach(async () => {
  test45 = testExperiment();
  await test45.experiment.configure({ columns: WITHOUT_MASKS });
});

const state = () => test45.state();
const column = (kind: string) => test45.column(kind);

test('all columns are filled and scored', async () => {
  const { experiment, fake } = test45;
  await experiment.start(sequence('dog'));
  expect(state().status).toBe('done');
  for (const kind of ['original', 'x265', 'ours']) {
    expect(column(kind)).toMatchObject({ complete: true, problem: null, waiting: '' });
    expect(framesDone(column(kind))).toBe(FRAMES);
    expect(column(kind).scores).not.toContain(null);
  }
  expect(fake.count('networks.segment')).toBe(3 * (FRAMES - 1));
});

test('only the annotation guides the enhancer, not the masks of VOS', async () => {
  const { experiment, fake } = test45;
  const guides = new Map<number, number | null>();
  fake.networks.enhance = async (_, index, ___, guide) => {
    guides.set(index, guide?.index ?? null);
    return { seconds: 1 };
  };
  await experiment.start(sequence('dog'));
  expect([...guides].toSorted()).toEqual([
    [0, 0],
    ...Array.from({ length: FRAMES - 1 }, (_, index) => [index + 1, null]),
  ]);
});

test('a new CRF reads nothing again and segments only the columns that depend on it', async () => {
  const { experiment, callsOf } = test45;
  await experiment.start(sequence('dog'));
  const change = () => experiment.configure({ columns: columns('orig,x265@30,ours@30+vos') });
  expect(await callsOf(change)).toMatchObject({ read: 0, segmented: 2 * (FRAMES - 1) });
  expect(column('original').scores).not.toContain(null);
});

test('going back to a former CRF makes nothing', async () => {
  const { experiment, callsOf } = test45;
  await experiment.start(sequence('dog'));
  await experiment.configure({ columns: columns('orig,x265@30,ours@30+vos') });
  expect(await callsOf(() => experiment.configure({ columns: WITHOUT_MASKS }))).toEqual(NOTHING);
  expect(state().status).toBe('done');
});

test('a change to the same value starts nothing', async () => {
  const { experiment, fake } = test45;
  await experiment.start(sequence('dog'));
  fake.calls = [];
  await experiment.configure({ columns: columns('orig,x265@45,ours@45+vos') });
  expect(fake.calls).toEqual([]);
});

test('if the encoder fails, the column of the originals is complete, and a retry fills the others', async () => {
  const { experiment, fake, callsOf } = test45;
  fake.codec.encode = async () => {
    throw new Problem('ffmpeg stopped answering.', 'Try again.');
  };
  const dog = sequence('dog');
  await experiment.start(dog);
  expect(state()).toMatchObject({
    status: 'failed',
    problem: 'ffmpeg stopped answering. Try again.',
  });
  expect(column('original').complete).toBe(true);
  expect(column('x265').problem).toContain('ffmpeg');
  fake.codec = {};
  expect(await callsOf(() => experiment.start(dog))).toMatchObject({
    segmented: 2 * (FRAMES - 1),
  });
  expect(state()).toMatchObject({ status: 'done', problem: null });
});

test('a change that fails takes nothing away from other columns, and the former setting is still there', async () => {
  const { experiment, fake, callsOf } = test45;
  await experiment.start(sequence('dog'));
  fake.codec.encode = async () => {
    throw new Problem('ffmpeg could not be loaded.', 'Check the connection.');
  };
  await experiment.configure({ columns: columns('orig,x265@30,ours@45+vos') });
  expect(state().status).toBe('failed');
  expect([column('original').complete, column('ours').complete]).toEqual([true, true]);
  expect(await callsOf(() => experiment.configure({ columns: WITHOUT_MASKS }))).toEqual(NOTHING);
  expect(state()).toMatchObject({ status: 'done', problem: null });
});

test('if the networks fail to load, x265 still encodes, and a retry does not read or encode again', async () => {
  const { experiment, fake, stage, callsOf } = test45;
  fake.networks.prepare = async () => {
    throw new Problem('read.onnx is damaged.', 'Reload the page.');
  };
  const dog = sequence('dog');
  await experiment.start(dog);
  expect(state().status).toBe('failed');
  expect(stage('networks')?.status).toBe('failed');
  expect(state().stages.filter(({ status }) => status === 'running')).toEqual([]);
  fake.networks = {};
  expect(await callsOf(() => experiment.start(dog))).toMatchObject({ read: 0, encoded: 0 });
  expect(state().status).toBe('done');
});

test('a finished experiment is recomputed when it is started again without a change', async () => {
  const { experiment, callsOf } = test45;
  const dog = sequence('dog');
  await experiment.start(dog);
  expect(await callsOf(() => experiment.start(dog))).toMatchObject({
    read: 0,
    encoded: 1,
    segmented: 3 * (FRAMES - 1),
  });
});

test('a failed column does not stop the others', async () => {
  const { experiment, fake } = test45;
  fake.networks.enhance = async () => {
    throw new Problem('The GPU was lost.', 'Try again.');
  };
  await experiment.start(sequence('dog'));
  expect(state().status).toBe('failed');
  expect(column('ours').problem).toContain('GPU');
  expect([column('original').complete, column('x265').complete]).toEqual([true, true]);
});

test('when the GPU is lost and does not come back, every column that needs it says so', async () => {
  const { experiment, fake } = test45;
  const lost = () => new Problem('The GPU was lost.', 'Try again.');
  fake.networks.segment = async (_, __, index) => {
    if (index !== 2) return { seconds: 1 };
    fake.networks.prepare = async () => {
      throw lost();
    };
    fake.workers.networks.terminate(lost());
    throw lost();
  };
  await experiment.start(sequence('dog'));
  expect(state().status).toBe('failed');
  for (const name of ['original', 'x265', 'ours'] as const) {
    expect(column(name).problem, name).toContain('The GPU was lost.');
  }
});

test('the memory of every column is freed, also of a failed one', async () => {
  const { experiment, fake } = test45;
  const [begun, ended]: [number[], number[]] = [[], []];
  fake.networks.beginVos = async () => {
    begun.push(begun.length + 1);
    return begun.length;
  };
  fake.networks.endVos = async (run) => void ended.push(run);
  fake.networks.segment = async (_, __, index, maps) => {
    if (maps === column('x265').maps && index === 2) throw new Error('It was lost.');
    return { seconds: 1 };
  };
  await experiment.start(sequence('dog'));
  expect(countReady(column('x265').mapsReady)).toBe(2);
  expect(countReady(column('ours').mapsReady)).toBe(FRAMES);
  expect(begun).toHaveLength(3);
  expect(ended.toSorted()).toEqual(begun);
});

test('a score that fails once is computed again', async () => {
  const { experiment, fake } = test45;
  let failures = 1;
  fake.scoring.scoreLabelMap = async () => {
    if (failures-- > 0) throw new Error('the scoring worker failed');
    return { J: [0.5], F: [0.5] };
  };
  await experiment.start(sequence('dog'));
  expect(state().status).toBe('done');
  expect(column('original').scores).not.toContain(null);
});

test('a score that arrives after a change of the CRF is still shown', async () => {
  const { experiment, fake } = test45;
  let release = () => {};
  const late = new Promise<void>((resolve) => {
    release = resolve;
  });
  fake.scoring.scoreLabelMap = async () => {
    await late;
    return { J: [0.5], F: [0.5] };
  };
  const first = experiment.start(sequence('dog'));
  await expect.poll(() => countReady(column('original').mapsReady)).toBe(FRAMES);
  const second = experiment.configure({ columns: columns('orig,x265@30') });
  release();
  await Promise.all([first, second]);
  expect(column('original').scores).not.toContain(null);
});

test('another sequence frees the memory of an unfinished one', async () => {
  const { experiment, fake } = test45;
  fake.networks.segment = async () => {
    if (fake.count('networks.segment') === 2) void experiment.cancel();
    return { seconds: 1 };
  };
  await experiment.start(sequence('dog'));
  expect(state().status).toBe('cancelled');
  expect(countReady(column('original').mapsReady)).toBeGreaterThan(0);
  const begun = fake.count('networks.beginVos');
  fake.networks = {};
  fake.calls = [];
  await experiment.start(sequence('libby'));
  expect(fake.count('networks.endVos')).toBe(begun + 3);
});

test('after three starts in a row only the last one runs', async () => {
  const { experiment, fake } = test45;
  await Promise.all(['dog', 'libby', 'soapbox'].map((name) => experiment.start(sequence(name))));
  expect(state()).toMatchObject({ sequenceName: 'soapbox', status: 'done' });
  expect(fake.count('codec.encode')).toBe(1);
});

test('the first frame is shown before the others are read', async () => {
  const { experiment, fake } = test45;
  const shown: number[] = [];
  fake.codec.ingest = async (pictures, into, first, onProgress) => {
    shown.push(state().columns[0] ? countReady(column('original').pictures.ready) : 0);
    return fake.plainCodec.ingest(pictures, into, first, onProgress);
  };
  await experiment.start(sequence('dog'));
  expect(shown).toEqual([0, 1]);
});

test('two columns at the same CRF share the video; two networks share the pictures', async () => {
  const { experiment, callsOf } = test45;
  const wanted = columns('orig,orig:stcn,x265@40,x265@40:stcn');
  expect(await callsOf(() => experiment.start(sequence('dog'), { columns: wanted }))).toMatchObject(
    { read: 2, encoded: 1, segmented: 4 * (FRAMES - 1) },
  );
  expect(state().columns.map(({ complete }) => complete)).toEqual([true, true, true, true]);
});

test('a column that is moved or changed in its place keeps its key', async () => {
  const { experiment } = test45;
  await experiment.start(sequence('dog'));
  const [original, x265, ours] = state().columns.map(({ key }) => key);
  await experiment.configure({ columns: columns('ours@45+vos,x265@30,orig,x265@40') });
  const keys = state().columns.map(({ key }) => key);
  expect(keys.slice(0, 3)).toEqual([ours, x265, original]);
  expect(new Set(keys).size).toBe(4);
});

test('a column that cannot be made says so, and the others run', async () => {
  const { experiment } = test45;
  await experiment.start(sequence('dog'), { columns: columns('orig,ours@-15%') });
  expect(state().status).toBe('failed');
  expect(column('ours').problem).toMatch(/^There is no x265 column to save 15% of\./);
  expect(column('original').complete).toBe(true);
});

test('networks that are lost while nothing runs are loaded again for the next change', async () => {
  const { experiment, fake, callsOf } = test45;
  await experiment.start(sequence('dog'));
  fake.workers.networks.terminate(new Problem('The GPU was lost.', 'Try again.'));
  const change = () => experiment.configure({ columns: columns('orig,x265@30') });
  // VOS on the originals is finished and stays.
  expect(await callsOf(change)).toMatchObject({ segmented: FRAMES - 1 });
  expect(fake.count('networks.prepare')).toBe(1);
  expect(state().status).toBe('done');
});
