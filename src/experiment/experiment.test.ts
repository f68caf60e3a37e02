import { beforeEach, expect, test } from 'vitest';
import type { CodecApi } from '../codec/codecApi.ts';
import type { NetworksApi } from '../networks/networksApi.ts';
import { Problem } from '../problem.ts';
import type { ScoringApi } from '../scoring/scoringApi.ts';
import { allocateFrames } from '../sequence/frames.ts';
import { allocateLabelMaps, labelMap } from '../sequence/labelMaps.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import { Experiment } from './experiment.ts';
import type { Threads } from './threads.ts';

// The workers are replaced here, and only here, because what is tested is what happens when they
// fail or answer late, which real ones cannot be made to do at a given moment. The whole way with
// real workers is in e2e/.

const FRAMES = 4;
const SIZE = { width: 8, height: 8 };

let calls: string[];
/** Replaces one method of a worker for one test. */
let codec: Partial<CodecApi>;
let networks: Partial<NetworksApi>;
let scoring: Partial<ScoringApi>;

beforeEach(() => {
  calls = [];
  codec = {};
  networks = {};
  scoring = {};
});

function fakeThreads(): Threads {
  const codecApi: CodecApi = {
    ingest: async (pictures, size) => allocateFrames(size, pictures.length),
    encode: async (frames, { crf, keyint }) => ({
      title: 'x265',
      codec: 'HEVC',
      headerBytes: 0,
      size: SIZE,
      codedSize: SIZE,
      settings: { crf, keyint },
      commandLine: '',
      log: '',
      file: new Uint8Array(),
      packets: Array.from({ length: frames.count }, () => ({ bytes: 10, key: false })),
      seconds: 1,
    }),
    decode: async (video) => ({
      frames: allocateFrames(video.size, video.packets.length),
      seconds: 1,
    }),
    ingestVideo: async (_, size, count) => allocateFrames(size, count),
    importFrames: async (_, size, count) => allocateFrames(size, count),
    importStream: async () => {
      throw new Error('no stream was given');
    },
    bitstreamSize: async () => ({ bytes: 10, packets: null, headerBytes: null }),
  };
  const networksApi: NetworksApi = {
    prepare: async () => ({
      provider: 'wasm',
      device: 'wasm',
      adapter: null,
      threads: 1,
      onnxruntimeWeb: '1.30.0',
      reason: null,
      goldenDifference: null,
    }),
    networkFiles: async () => [{ name: 'vos.onnx', sha256: '00', bytes: 1 }],
    beginVos: async () => 1,
    segment: async () => ({ seconds: 1 }),
    enhance: async () => ({ seconds: 1 }),
    introduceObjects: async () => ({ seconds: 1 }),
    endVos: async () => {},
  };
  const scoringApi: ScoringApi = {
    readTruth: async (annotations, size) => {
      const maps = allocateLabelMaps(size, annotations.length);
      labelMap(maps, 0).fill(1);
      return { maps, annotated: annotations.map(() => true), objectIds: [1] };
    },
    scoreLabelMap: async () => ({ J: [0.5], F: [0.5] }),
    scorePicture: async () => ({ psnrY: 30, psnr: 30, ssimY: 1, inside: null, outside: null }),
  };
  return {
    codec: fakeThread('codec', codecApi, () => codec),
    networks: fakeThread('networks', networksApi, () => networks),
    scoring: fakeThread('scoring', scoringApi, () => scoring),
  };
}

/** Runs calls in place, names them in `calls`, and rejects them when their signal aborts. */
function fakeThread<Api extends object>(name: string, api: Api, replaced: () => Partial<Api>) {
  const remote = new Proxy(api, {
    get(target, method) {
      calls.push(`${name}.${String(method)}`);
      return Reflect.get({ ...target, ...replaced() }, method);
    },
  });
  return {
    async run<T>(call: (api: never) => Promise<T>, signal?: AbortSignal): Promise<T> {
      signal?.throwIfAborted();
      const aborted = new Promise<never>((_, reject) => {
        signal?.addEventListener('abort', () => reject(signal.reason));
      });
      return Promise.race([call(remote as never), aborted]);
    },
    terminate: () => calls.push(`${name}.terminate`),
  } as never;
}

function sequence(name: string): SequenceSource {
  return {
    name,
    origin: 'folder',
    layout: 'davis',
    video: null,
    laterObjects: false,
    pictureNames: Array.from({ length: FRAMES }, (_, index) => `${index}.jpg`),
    size: SIZE,
    objectIds: [1],
    frameRate: 25,
    readPicture: async () => new Blob(),
    readAnnotation: async () => new Blob(),
    warnings: [],
  };
}

function count(call: string): number {
  return calls.filter((made) => made === call).length;
}

function state(experiment: Experiment) {
  return experiment.store.getState().experiment;
}

test('all columns are filled and scored', async () => {
  const experiment = new Experiment(fakeThreads());
  await experiment.start(sequence('dog'));
  expect(state(experiment).status).toBe('done');
  for (const name of ['original', 'x265', 'ours'] as const) {
    expect(state(experiment).columns[name].mapsReady).toBe(FRAMES);
    expect(state(experiment).columns[name].scores).not.toContain(null);
  }
  expect(count('networks.segment')).toBe(3 * (FRAMES - 1));
});

test('a new CRF reads nothing again and segments only what depends on it', async () => {
  const experiment = new Experiment(fakeThreads());
  await experiment.start(sequence('dog'));
  calls = [];
  await experiment.configure({ crf: 30 });
  expect(count('codec.ingest')).toBe(0);
  expect(count('networks.segment')).toBe(2 * (FRAMES - 1));
  expect(state(experiment).columns.original.scores).not.toContain(null);
});

test('a change to the value that is there already starts nothing', async () => {
  const experiment = new Experiment(fakeThreads());
  await experiment.start(sequence('dog'));
  calls = [];
  await experiment.configure({ crf: 45 });
  expect(calls).toEqual([]);
});

test('a failing encoder leaves the originals’ column whole, and a retry fills the others', async () => {
  codec.encode = async () => {
    throw new Problem('ffmpeg stopped answering.', 'Try again.');
  };
  const experiment = new Experiment(fakeThreads());
  const dog = sequence('dog');
  await experiment.start(dog);
  expect(state(experiment)).toMatchObject({
    status: 'failed',
    problem: 'ffmpeg stopped answering. Try again.',
  });
  expect(state(experiment).columns.original.mapsReady).toBe(FRAMES);
  expect(state(experiment).columns.x265.problem).toContain('ffmpeg');
  codec = {};
  calls = [];
  await experiment.start(dog);
  expect(state(experiment).status).toBe('done');
  expect(count('networks.segment')).toBe(2 * (FRAMES - 1));
});

test('networks that fail to load end the encoder, and a retry does not read again', async () => {
  networks.prepare = async () => {
    throw new Problem('read.onnx is damaged.', 'Reload the page.');
  };
  codec.encode = () => new Promise(() => {});
  const experiment = new Experiment(fakeThreads());
  const dog = sequence('dog');
  await experiment.start(dog);
  expect(state(experiment).status).toBe('failed');
  expect(state(experiment).stages.networks.status).toBe('failed');
  const running = Object.values(state(experiment).stages).filter(
    ({ status }) => status === 'running',
  );
  expect(running).toEqual([]);
  networks = {};
  codec = {};
  calls = [];
  await experiment.start(dog);
  expect(state(experiment).status).toBe('done');
  expect(count('codec.ingest')).toBe(0);
});

test('one column that fails does not keep the others from finishing', async () => {
  networks.enhance = async () => {
    throw new Problem('The graphics card was lost.', 'Try again.');
  };
  const experiment = new Experiment(fakeThreads());
  await experiment.start(sequence('dog'));
  const { columns, status } = state(experiment);
  expect(status).toBe('failed');
  expect(columns.ours.problem).toContain('graphics card');
  expect([columns.original.mapsReady, columns.x265.mapsReady]).toEqual([FRAMES, FRAMES]);
});

test('a score that fails once is made good, not lost', async () => {
  let failures = 1;
  scoring.scoreLabelMap = async () => {
    if (failures-- > 0) throw new Error('the scoring worker failed');
    return { J: [0.5], F: [0.5] };
  };
  const experiment = new Experiment(fakeThreads());
  await experiment.start(sequence('dog'));
  expect(state(experiment).status).toBe('done');
  expect(state(experiment).columns.original.scores).not.toContain(null);
});

test('a score that arrives after the CRF was changed still reaches the screen', async () => {
  let release = () => {};
  const late = new Promise<void>((resolve) => {
    release = resolve;
  });
  scoring.scoreLabelMap = async () => {
    await late;
    return { J: [0.5], F: [0.5] };
  };
  const experiment = new Experiment(fakeThreads());
  const first = experiment.start(sequence('dog'));
  await expect.poll(() => state(experiment).columns.original.mapsReady).toBe(FRAMES);
  const second = experiment.configure({ crf: 30 });
  release();
  await Promise.all([first, second]);
  expect(state(experiment).columns.original.scores).not.toContain(null);
});

test('another sequence frees the memory of one that was left half done', async () => {
  const experiment = new Experiment(fakeThreads());
  networks.segment = async () => {
    if (count('networks.segment') === 2) void experiment.cancel();
    return { seconds: 1 };
  };
  await experiment.start(sequence('dog'));
  expect(state(experiment).status).toBe('cancelled');
  expect(state(experiment).columns.original.mapsReady).toBeGreaterThan(1);
  networks = {};
  calls = [];
  await experiment.start(sequence('libby'));
  expect(count('networks.endVos')).toBe(1 + 3);
});

test('of three quick starts only the last runs', async () => {
  const experiment = new Experiment(fakeThreads());
  await Promise.all(['dog', 'libby', 'soapbox'].map((name) => experiment.start(sequence(name))));
  expect(state(experiment)).toMatchObject({ sequenceName: 'soapbox', status: 'done' });
  expect(count('codec.encode')).toBe(1);
});
