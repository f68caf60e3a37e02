import { beforeAll, describe, expect, test, vi } from 'vitest';
import { evenSize } from '../codec/padding.ts';
import { x265CommandLine } from '../codec/x265.ts';
import { collectProvenance } from '../experiment/collectProvenance.ts';
import {
  DEFAULT_CONFIGURATION,
  type ExperimentConfiguration,
} from '../experiment/configuration.ts';
import { IDLE_EXPERIMENT } from '../experiment/experimentState.ts';
import { type ExperimentMedia, NO_MEDIA } from '../experiment/media.ts';
import { NetworksService } from '../networks/networksService.ts';
import { packageVersions } from '../results/packageVersions.ts';
import type { Provenance, SequenceResult } from '../results/resultSchema.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import { columnOf, madeUpColumn, madeUpResult } from '../testing/madeUpResults.ts';
import { networksInPlace } from '../testing/networksInPlace.ts';
import { serveModels } from '../testing/testNetworks.ts';
import { findKept } from './findKept.ts';
import { KeptResults } from './keptResults.ts';

// The real networks, on wasm. Only the addresses of onnxruntime-web's own files are others: Vite's
// are for a browser.
vi.mock('onnxruntime-web/ort-wasm-simd-threaded.mjs?url', () => ({
  default: import.meta.resolve('onnxruntime-web/ort-wasm-simd-threaded.mjs'),
}));
vi.mock('onnxruntime-web/ort-wasm-simd-threaded.wasm?url', () => ({
  default: import.meta.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'),
}));

beforeAll(() => {
  serveModels();
  // Node 20 has no navigator; what is asked of it is whether there is a GPU.
  vi.stubGlobal('navigator', { userAgent: 'test' });
});

const SOURCE: SequenceSource = {
  name: 'dog',
  origin: 'folder',
  layout: 'davis',
  video: null,
  laterObjects: false,
  pictureNames: ['00000.jpg', '00001.jpg', '00002.jpg'],
  size: { width: 64, height: 64 },
  objectIds: [1],
  frameRate: 25,
  warnings: [],
  readPicture: async (index) => new Blob([`picture ${index}`]),
  readAnnotation: async () => null,
};

const CONFIGURATION: ExperimentConfiguration = {
  ...DEFAULT_CONFIGURATION,
  provider: 'wasm',
  columns: ['x265'],
};

const networks = networksInPlace(new NetworksService());
const never = new AbortController().signal;

const inMemory = () =>
  new KeptResults({
    put: async () => {},
    list: async () => ({ results: [], outdated: [] }),
    delete: async () => {},
  });

/** As the experiment itself would give it, apart from its figures. */
async function computed(
  configuration: ExperimentConfiguration,
  ranOn: 'wasm' | 'webgpu',
  media: ExperimentMedia = NO_MEDIA,
): Promise<SequenceResult> {
  const { crf, targetBpp, keyint, network, memoryFrames } = configuration;
  const { ours, maskQuality, frameLimit } = configuration;
  const complete = await collectProvenance(SOURCE, configuration, media, { networks }, never);
  const provenance = await complete(IDLE_EXPERIMENT);
  const commandLine = x265CommandLine(evenSize(SOURCE.size), configuration);
  return {
    ...madeUpResult('dog', { x265: { ...columnOf(0.8, 0.02, crf), provider: ranOn } }),
    configuration: {
      ...{ crf, targetBpp, keyint, network, memoryFrames },
      ...{ ours, maskQuality, frameLimit },
    },
    provenance: { ...provenance, commandLine: media.x265Stream ? null : commandLine },
  };
}

async function find(kept: SequenceResult, change: Partial<ExperimentConfiguration> = {}) {
  const results = inMemory();
  await results.add([kept]);
  return findKept(results, SOURCE, { ...CONFIGURATION, ...change }, networks, never);
}

test('what was computed on the provider that would run is found', async () => {
  const result = await computed(CONFIGURATION, 'wasm');
  expect(await find(result)).toEqual(result);
  // Node has no GPU, so that the networks themselves choose wasm.
  expect(await find(result, { provider: 'auto' })).toEqual(result);
});

test('what was computed on another provider is computed again', async () => {
  const result = await computed(CONFIGURATION, 'webgpu');
  expect(await find(result)).toBeNull();
  expect(await find(result, { provider: 'auto' })).toBeNull();
  // Node has no GPU, so that nothing could be computed on one.
  await expect(find(result, { provider: 'webgpu' })).rejects.toThrow('no WebGPU');
});

test('one column on another provider is reason enough', async () => {
  const result = await computed(CONFIGURATION, 'wasm');
  const original = { ...madeUpColumn({ title: 'Original' }), provider: 'webgpu' } as const;
  const mixed = { ...result, columns: { original, ...result.columns } };
  expect(await find(mixed, { columns: ['original', 'x265'] })).toBeNull();
  expect(await find(mixed, { columns: ['x265'] })).toEqual(mixed);
});

test('of several the one that ran on the provider is found, though it is not the latest', async () => {
  const onWasm = await computed(CONFIGURATION, 'wasm');
  const onWebGpu = await computed(CONFIGURATION, 'webgpu');
  const results = inMemory();
  vi.useFakeTimers({ now: 1, toFake: ['Date'] });
  await results.add([onWasm]);
  vi.setSystemTime(2);
  await results.add([onWebGpu]);
  vi.useRealTimers();
  expect(results.store.getState().results[0]?.result).toEqual(onWebGpu);
  expect(await findKept(results, SOURCE, CONFIGURATION, networks, never)).toEqual(onWasm);
});

test('the originals alone depend on no encoder', async () => {
  const { columns: _, ...result } = await computed(CONFIGURATION, 'wasm');
  const columns = { original: madeUpColumn({ title: 'Original', crf: null, bpp: null }) };
  const provenance = { ...result.provenance, commandLine: null };
  const originals = { ...result, columns, provenance };
  expect(await find(originals, { columns: ['original'] })).toEqual(originals);
});

describe('ours', () => {
  const maskQuality = DEFAULT_CONFIGURATION.maskQuality;
  const coded = { ours: 'coded', maskQuality } as const;
  const anotherQuality = { ...coded, maskQuality: maskQuality + 1 };
  const enhanced = { ours: 'enhanced', maskQuality: null } as const;

  /** A result with ours beside x265. */
  async function withOurs(settings: typeof coded | typeof enhanced): Promise<SequenceResult> {
    const { configuration, columns, ...result } = await computed(CONFIGURATION, 'wasm');
    return {
      ...result,
      configuration: { ...configuration, ...settings },
      columns: { ...columns, ours: { ...columnOf(0.9, 0.03, 45), title: 'Ours' } },
    };
  }

  test.each([
    ['of this mode and mask quality is found', coded, coded, true],
    ['of another mask quality is not', coded, anotherQuality, false],
    ['of coded masks is not one without', coded, { ours: 'enhanced', maskQuality }, false],
    ['without coded masks is not one of them', enhanced, coded, false],
    [
      'without coded masks has no mask quality',
      enhanced,
      { ...anotherQuality, ours: 'enhanced' },
      true,
    ],
  ] as const)('%s; where it is not asked for that does not matter', async (_, kept, wanted, is) => {
    const result = await withOurs(kept);
    expect(await find(result, { ...wanted, columns: ['ours'] })).toEqual(is ? result : null);
    expect(await find(result, { ...wanted, columns: ['x265'] })).toEqual(result);
  });
});

test('a CRF that was found for a wanted rate is not computed again', async () => {
  const result = await computed({ ...CONFIGURATION, targetBpp: 0.02 }, 'wasm');
  expect(await find(result)).toEqual(result);
});

test.each([
  ['CRF', { crf: 30 }],
  ['key frame distance', { keyint: 64 }],
  ['length', { frameLimit: 2 }],
  ['set of columns', { columns: ['x265', 'ours'] }],
] satisfies [string, Partial<ExperimentConfiguration>][])(
  'another %s is another experiment',
  async (_, change) => {
    expect(await find(await computed(CONFIGURATION, 'wasm'), change)).toBeNull();
  },
);

test.each([
  ['other pictures', { input: 'another' }],
  ['another version of a program', { versions: { ...packageVersions, x265: '0.1' } }],
  ['a version that is not known', { versions: {} }],
  ['other network files', { networks: [{ name: 'vos.onnx', sha256: '00' }] }],
  ['another command line', { commandLine: 'ffmpeg -crf 1' }],
] satisfies [string, Partial<Provenance>][])(
  'what %s gave is computed again',
  async (_, change) => {
    const result = await computed(CONFIGURATION, 'wasm');
    const other = { ...result, provenance: { ...result.provenance, ...change } };
    expect(await find(other)).toBeNull();
  },
);

test('what was made from a given stream is not what encoding here gives; an import beside does no harm', async () => {
  const file = { name: 'dog.mkv', data: new Blob(['stream']) };
  const given = await computed(CONFIGURATION, 'wasm', { ...NO_MEDIA, x265Stream: file });
  expect(await find(given)).toBeNull();
  const imported = { title: 'VVenC', kind: 'stream', file } as const;
  const beside = await computed(CONFIGURATION, 'wasm', { ...NO_MEDIA, imported });
  const result = {
    ...beside,
    columns: { ...beside.columns, imported: madeUpColumn({ title: 'VVenC' }) },
  };
  expect(await find(result)).toEqual(result);
});
