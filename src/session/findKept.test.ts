import { beforeAll, expect, test, vi } from 'vitest';
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
import { parseColumn } from '../results/columnList.ts';
import { importedColumn } from '../results/columnSpec.ts';
import { packageVersions } from '../results/packageVersions.ts';
import type { ColumnResult, Provenance, SequenceResult } from '../results/resultSchema.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import { madeUpColumn, madeUpResult } from '../testing/madeUpResults.ts';
import { networksInPlace } from '../testing/networksInPlace.ts';
import { serveModels } from '../testing/testNetworks.ts';
import { findKept } from './findKept.ts';
import { KeptResults } from './keptResults.ts';

// The real networks, on wasm. Only the addresses of onnxruntime-web's files are replaced, because
// Vite's addresses work only in a browser.
vi.mock('onnxruntime-web/ort-wasm-simd-threaded.mjs?url', () => ({
  default: import.meta.resolve('onnxruntime-web/ort-wasm-simd-threaded.mjs'),
}));
vi.mock('onnxruntime-web/ort-wasm-simd-threaded.wasm?url', () => ({
  default: import.meta.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'),
}));

beforeAll(() => {
  serveModels();
  // Node 20 has no navigator; the code checks it for a GPU.
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

const columns = (text: string) => text.split(',').map(parseColumn);

const CONFIGURATION: ExperimentConfiguration = {
  ...DEFAULT_CONFIGURATION,
  provider: 'wasm',
  columns: columns('x265@45'),
};

const networks = networksInPlace(new NetworksService());
const never = new AbortController().signal;

const inMemory = () =>
  new KeptResults({
    put: async () => {},
    list: async () => ({ results: [], outdated: [] }),
    delete: async () => {},
  });

/** The experiment's result with made-up figures. */
async function computed(
  configuration: ExperimentConfiguration,
  ranOn: 'wasm' | 'webgpu',
  media: ExperimentMedia = NO_MEDIA,
): Promise<SequenceResult> {
  const { memoryFrames, frameLimit } = configuration;
  const complete = await collectProvenance(SOURCE, configuration, media, { networks }, never);
  const provenance = await complete(IDLE_EXPERIMENT);
  return {
    ...madeUpResult('dog', {}),
    memoryFrames,
    frameLimit,
    columns: configuration.columns.map((spec) => {
      const { pictures } = spec;
      const isEncoded = pictures.source === 'x265' && pictures.rate.kind === 'crf';
      const settings = isEncoded ? { crf: pictures.rate.crf, keyint: pictures.keyint } : null;
      return madeUpColumn({
        spec,
        crf: settings?.crf ?? null,
        commandLine: settings && x265CommandLine(evenSize(SOURCE.size), settings),
        provider: ranOn,
      });
    }),
    provenance,
  };
}

async function find(kept: SequenceResult, change: Partial<ExperimentConfiguration> = {}) {
  const results = inMemory();
  await results.add([kept]);
  return findKept(results, SOURCE, { ...CONFIGURATION, ...change }, networks, never);
}

test('a result of the provider that would run is found', async () => {
  const result = await computed(CONFIGURATION, 'wasm');
  expect(await find(result)).toEqual(result);
  // Node has no GPU, so the networks choose wasm.
  expect(await find(result, { provider: 'auto' })).toEqual(result);
});

test('a result of another provider is not found', async () => {
  const result = await computed(CONFIGURATION, 'webgpu');
  expect(await find(result)).toBeNull();
  expect(await find(result, { provider: 'auto' })).toBeNull();
  // Node has no GPU.
  await expect(find(result, { provider: 'webgpu' })).rejects.toThrow('does not support WebGPU');
});

test('a result with one column of another provider is not found', async () => {
  const result = await computed({ ...CONFIGURATION, columns: columns('orig,x265@45') }, 'wasm');
  const onGpu = (column: ColumnResult) => ({ ...column, provider: 'webgpu' }) as const;
  const mixedColumns = result.columns.map((column, index) =>
    index === 0 ? onGpu(column) : column,
  );
  const mixed = { ...result, columns: mixedColumns };
  expect(await find(mixed, { columns: columns('orig,x265@45') })).toBeNull();
  expect(await find(mixed, { columns: columns('x265@45') })).toEqual(mixed);
});

test('the result of the right provider is found even if it is not the latest', async () => {
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

test('the originals do not depend on an encoder', async () => {
  const result = await computed({ ...CONFIGURATION, columns: columns('orig,x265@45') }, 'wasm');
  expect(await find(result, { columns: columns('orig') })).toEqual(result);
});

test.each([
  ['with the same quality is found', 'ours@45', 'ours@45', true],
  ['with another mask quality is not found', 'ours@45', 'ours@45q44', false],
  ['with coded masks is not found for ours without', 'ours@45', 'ours@45+vos', false],
  ['without coded masks is not found for ours with', 'ours@45+vos', 'ours@45', false],
  ['at another CRF is not found', 'ours@48', 'ours@45', false],
])('ours %s; if ours is not requested, it does not matter', async (_, made, wanted, isFound) => {
  const result = await computed({ ...CONFIGURATION, columns: columns(`x265@45,${made}`) }, 'wasm');
  expect(await find(result, { columns: columns(wanted) })).toEqual(isFound ? result : null);
  expect(await find(result, { columns: columns('x265@45') })).toEqual(result);
});

test.each([
  ['CRF', { columns: columns('x265@30') }],
  ['key frame distance', { columns: columns('x265@45k64') }],
  ['length', { frameLimit: 2 }],
  ['set of columns', { columns: columns('x265@45,ours@45') }],
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
] satisfies [string, Partial<Provenance>][])('a result of %s is not found', async (_, change) => {
  const result = await computed(CONFIGURATION, 'wasm');
  const other = { ...result, provenance: { ...result.provenance, ...change } };
  expect(await find(other)).toBeNull();
});

test('a result of another command line is not found', async () => {
  const result = await computed(CONFIGURATION, 'wasm');
  const changed = result.columns.map((column) => ({ ...column, commandLine: 'ffmpeg -crf 1' }));
  expect(await find({ ...result, columns: changed })).toBeNull();
});

test('a result of a user-supplied stream is not found; one with an import is', async () => {
  const file = { name: 'dog.mkv', data: new Blob(['stream']) };
  const ofStream = { ...CONFIGURATION, columns: columns('x265@stream') };
  const supplied = await computed(ofStream, 'wasm', { ...NO_MEDIA, x265Stream: file });
  expect(await find(supplied)).toBeNull();
  const imported = { title: 'VVenC', kind: 'stream', file } as const;
  const withImport = await computed(CONFIGURATION, 'wasm', { ...NO_MEDIA, imported });
  const column = madeUpColumn({ title: 'VVenC', spec: importedColumn() });
  const result = { ...withImport, columns: [...withImport.columns, column] };
  expect(await find(result)).toEqual(result);
});
