import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';
import { beforeAll, describe, expect, it, vi } from 'vitest';
import vosMetadata from '../../models/compact_vos/metadata.json';
import enhancerMetadata from '../../models/enhancer/metadata.json';
import maskRefinerMetadata from '../../models/mask_refiner/metadata.json';
import { downscale, upscale } from '../masks/scaling.ts';
import { allocateFrames, type Frames, framePlanes } from '../sequence/frames.ts';
import { allocateLabelMaps, type LabelMaps, labelMap } from '../sequence/labelMaps.ts';
import { serveModels } from '../testing/testNetworks.ts';
import { goldenFrame, goldenMap } from './checks/goldenScene.ts';
import type { NetworksRequest } from './networksApi.ts';
import { NetworksService } from './networksService.ts';

// The real service and the real networks, on wasm. Only the URLs of onnxruntime-web's own files
// differ, since Vite's are for a browser.
vi.mock('onnxruntime-web/ort-wasm-simd-threaded.mjs?url', () => ({
  default: import.meta.resolve('onnxruntime-web/ort-wasm-simd-threaded.mjs'),
}));
vi.mock('onnxruntime-web/ort-wasm-simd-threaded.wasm?url', () => ({
  default: import.meta.resolve('onnxruntime-web/ort-wasm-simd-threaded.wasm'),
}));

const SIZE = { width: 160, height: 96 };
const COUNT = 6;
const heap = watchWasmMemory();

beforeAll(serveModels);

describe('preparing', () => {
  it('reports everything that a result file records about the machine', async () => {
    const report = await new NetworksService().prepare(request({ objectCount: 1 }));
    const { version } = JSON.parse(readRepository('node_modules/onnxruntime-web/package.json'));
    expect(report).toEqual({
      provider: 'wasm',
      device: 'wasm, 1 thread',
      adapter: null,
      threads: 1,
      onnxruntimeWeb: version,
      reason: 'wasm was requested.',
      memoryFrames: null,
      opened: 1,
      goldenDifference: null,
      precision: 'float32',
      float16Disagreement: null,
      float16EnhancerDifference: null,
      float16Reason: null,
    });
  });

  it('refuses frames that exceed a browser’s memory, and keeps the networks it has', async () => {
    const service = new NetworksService();
    await service.prepare(request({ objectCount: 1 }));
    const refused = service.prepare(request({ size: { width: 6000, height: 480 } }));
    await expect(refused).rejects.toThrow(/6000×480 are too elongated for VOS.*Crop the pictures/);
    const { frames, given } = movingDiscs();
    expect(await service.beginVos('compact', frames, 0, given, [1])).toBeGreaterThan(0);
  });

  it('does not use more memory each time sizes and objects change', async () => {
    const service = new NetworksService();
    const uses = [
      request({ objectCount: 3 }),
      request({ size: { width: 128, height: 128 }, objectCount: 1 }),
      request({ size: { width: 200, height: 113 }, objectCount: 2 }),
    ];
    const round = async () => {
      for (const use of uses) await runAll(service, use);
      return heap();
    };
    await round();
    const afterTwo = await round();
    for (let times = 0; times < 3; times++) await round();
    expect(heap()).toBe(afterTwo);
    expect(afterTwo).toBeGreaterThan(0);
  });
});

describe('the files of the networks', () => {
  it.each([
    ['float32', ''],
    ['float16', '.fp16'],
  ] as const)(
    'are listed with the hashes of the repository and of the model cards: %s',
    async (precision, infix) => {
      const files = await new NetworksService().networkFiles('compact', precision);
      expect(files.map(({ name }) => name)).toEqual([
        `compact_vos/encode_key${infix}.onnx`,
        `compact_vos/encode_value${infix}.onnx`,
        `compact_vos/read${infix}.onnx`,
        `enhancer/enhancer${infix}.onnx`,
        `mask_refiner/mask_refiner${infix}.onnx`,
      ]);
      const hashes: Record<string, string> = {
        ...vosMetadata.sha256,
        ...enhancerMetadata.sha256,
        ...maskRefinerMetadata.sha256,
      };
      for (const { name, sha256, bytes } of files) {
        const content = readFileSync(repositoryFile(`models/${name}`));
        expect(sha256).toBe(createHash('sha256').update(content).digest('hex'));
        expect(bytes).toBe(content.length);
        expect(sha256).toBe(hashes[name.replace(/^.*\//, '')]);
      }
    },
  );
});

describe('objects that appear later', () => {
  it('are followed from the annotated frame on, and annotated pixels stay', async () => {
    const service = new NetworksService();
    await service.prepare(request({ objectCount: 2 }));
    const { frames, given } = movingDiscs();
    const output = allocateLabelMaps(SIZE, COUNT);
    const run = await service.beginVos('compact', frames, 0, given, [1]);
    await service.segment(run, frames, 1, output);
    await service.segment(run, frames, 2, output);
    expect(idsOf(output, 2)).toEqual([0, 1]);
    const { seconds } = await service.introduceObjects(run, frames, 2, given, [2], output);
    expect(seconds).toBeGreaterThan(0);
    const drawn = labelMap(given, 2);
    for (const [pixel, id] of labelMap(output, 2).entries()) {
      if (drawn[pixel] === 2) expect(id).toBe(2);
    }
    for (let index = 3; index < COUNT; index++) await service.segment(run, frames, index, output);
    expect(idsOf(output, COUNT - 1)).toContain(2);
    await service.endVos(run);
  });

  it('may be the only ones', async () => {
    const service = new NetworksService();
    await service.prepare(request({ objectCount: 2 }));
    const { frames, given } = movingDiscs();
    const output = allocateLabelMaps(SIZE, COUNT);
    labelMap(output, 1).fill(7);
    const run = await service.beginVos('compact', frames, 0, given, []);
    await service.segment(run, frames, 1, output);
    expect(idsOf(output, 1)).toEqual([0]);
    await service.introduceObjects(run, frames, 1, given, [1, 2], output);
    await service.segment(run, frames, 2, output);
    expect(idsOf(output, 2)).toEqual([0, 1, 2]);
  });

  it('must come in order, once, and not exceed the prepared number', async () => {
    const service = new NetworksService();
    await service.prepare(request({ objectCount: 2 }));
    const { frames, given } = movingDiscs();
    const output = allocateLabelMaps(SIZE, COUNT);
    const run = await service.beginVos('compact', frames, 0, given, [1]);
    const introduce = (index: number, ids: readonly number[]) =>
      service.introduceObjects(run, frames, index, given, ids, output);
    await expect(introduce(0, [2])).rejects.toThrow('not 0');
    await service.segment(run, frames, 1, output);
    await expect(introduce(2, [2])).rejects.toThrow('new objects are possible on frame 1, not 2');
    await expect(introduce(1, [1])).rejects.toThrow('object 1 is already followed');
    await expect(introduce(1, [2, 3])).rejects.toThrow('prepared for 2 objects, not for 3');
    await introduce(1, [2]);
    await expect(service.beginVos('compact', frames, 0, given, [1, 2, 3])).rejects.toThrow(
      'not for 3',
    );
  });
});

function request(changes: Partial<NetworksRequest>): NetworksRequest {
  const use = { size: SIZE, objectCount: 1, memoryFrames: null };
  return { networks: ['compact'], provider: 'wasm', ...use, ...changes };
}

const RUN_LENGTH = 12;

describe('decoded masks', () => {
  it('are refined with the picture, frame by frame', async () => {
    const service = new NetworksService();
    await service.prepare(request({ objectCount: 0 }));
    const { frames, given } = movingDiscs();
    const decoded = allocateLabelMaps(SIZE, COUNT);
    for (let index = 0; index < COUNT; index++) {
      const coarse = upscale(downscale(labelMap(given, index), SIZE, 3), SIZE, 3);
      labelMap(decoded, index).set(coarse);
    }
    const refined = allocateLabelMaps(SIZE, COUNT);
    const { seconds } = await service.refineMasks(decoded, frames, 2, CODING, refined);
    expect(seconds).toBeGreaterThan(0);
    const wrong = (maps: LabelMaps) =>
      labelMap(maps, 2).filter((id, at) => id !== labelMap(given, 2)[at]).length;
    expect(wrong(refined)).toBeLessThan(wrong(decoded));
    expect(idsOf(refined, 2)).toEqual([0, 1, 2]);
    expect(idsOf(refined, 1)).toEqual([0]);
    const other = allocateLabelMaps({ width: SIZE.width + 2, height: SIZE.height }, COUNT);
    await expect(service.refineMasks(other, frames, 2, CODING, refined)).rejects.toThrow('buffer');
  });

  const CODING = { scale: 3, crf: 45 };
});

/** A run during which the memory grows, and an enhanced frame. */
async function runAll(service: NetworksService, use: NetworksRequest): Promise<void> {
  await service.prepare(use);
  const frames = allocateFrames(use.size, RUN_LENGTH);
  const maps = allocateLabelMaps(use.size, RUN_LENGTH);
  const ids = Array.from({ length: use.objectCount }, (_, index) => index + 1);
  const run = await service.beginVos('compact', frames, 0, maps, ids);
  for (let index = 1; index < RUN_LENGTH; index++) await service.segment(run, frames, index, maps);
  const packets = Array.from({ length: RUN_LENGTH }, (_, index) => ({
    bytes: 1000,
    key: index % 8 === 0,
  }));
  await service.enhance(frames, 0, { crf: 45, packets }, null, frames);
  await service.endVos(run);
}

/** Two discs that the network can follow, and their label maps. */
function movingDiscs(): { frames: Frames; given: LabelMaps } {
  const frames = allocateFrames(SIZE, COUNT);
  const given = allocateLabelMaps(SIZE, COUNT);
  for (let time = 0; time < COUNT; time++) {
    const planes = framePlanes(frames, time);
    const drawn = goldenFrame(SIZE, time);
    for (const plane of ['y', 'u', 'v'] as const) planes[plane].set(drawn[plane]);
    labelMap(given, time).set(goldenMap(SIZE, time));
  }
  return { frames, given };
}

function idsOf(maps: LabelMaps, index: number): number[] {
  return [...new Set(labelMap(maps, index))].sort();
}

/** Counts the bytes of new wasm memories, since onnxruntime-web does not expose its own. */
function watchWasmMemory(): () => number {
  const memories: WebAssembly.Memory[] = [];
  WebAssembly.Memory = class extends WebAssembly.Memory {
    constructor(descriptor: WebAssembly.MemoryDescriptor) {
      super(descriptor);
      memories.push(this);
    }
  };
  return () => memories.reduce((sum, { buffer }) => sum + buffer.byteLength, 0);
}

function repositoryFile(path: string): string {
  return resolve(import.meta.dirname, '../..', path);
}

function readRepository(path: string): string {
  return readFileSync(repositoryFile(path), 'utf8');
}
