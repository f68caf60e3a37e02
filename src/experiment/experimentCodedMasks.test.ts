import { beforeEach, describe, expect, test } from 'vitest';
import { masksService } from '../masks/masksService.ts';
import type { ProviderReport } from '../networks/networksApi.ts';
import { Problem } from '../problem.ts';
import { oursColumn } from '../results/columnSpec.ts';
import { allocateLabelMaps, labelMap } from '../sequence/labelMaps.ts';
import { FakeWorkers, FRAMES, SIZE, sequence } from '../testing/fakeWorkers.ts';
import { namedColumns } from '../testing/madeUpResults.ts';
import { Experiment } from './experiment.ts';

let fake: FakeWorkers;
let experiment: Experiment;

beforeEach(() => {
  fake = new FakeWorkers();
  experiment = new Experiment(fake.workers);
  // VOS segments one more row in each frame.
  fake.networks.segment = async (_, __, index, maps) => {
    labelMap(maps, index).fill(1, 0, SIZE.width * index);
    return { seconds: 1 };
  };
});

const state = () => experiment.store.getState().experiment;
const result = () => experiment.store.getState().result;

/** Delays the encoder. */
function slowEncoder(milliseconds: number) {
  fake.codec.encode = async (...args) => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return fake.plainCodec.encode(...args);
  };
}

/** Counts the workers' calls during `act`. */
async function callsOf(act: () => Promise<void>) {
  fake.calls = [];
  await act();
  return {
    encoded: fake.count('codec.encode'),
    masksCoded: fake.count('masks.encode'),
    masksDecoded: fake.count('masks.decode'),
    enhanced: fake.count('networks.enhance'),
    segmented: fake.count('networks.segment'),
  };
}

const NOTHING = { encoded: 0, masksCoded: 0, masksDecoded: 0, enhanced: 0, segmented: 0 };

describe('ours with coded masks', () => {
  test('is the default: VOS runs only at the encoder, and the masks are counted', async () => {
    expect(await callsOf(() => experiment.start(sequence('dog')))).toEqual({
      encoded: 1,
      masksCoded: 1,
      masksDecoded: 1,
      enhanced: FRAMES,
      segmented: 2 * (FRAMES - 1),
    });
    expect(state().status).toBe('done');
    const { ours, x265, original } = namedColumns(result());
    expect(ours?.spec).toEqual(oursColumn({ kind: 'crf', crf: 45 }));
    expect(ours).toMatchObject({ masks: 'coded masks', vosAt: 'encoder' });
    expect(x265).toMatchObject({ vosAt: 'decoder', bpp: { masks: 0 } });
    expect(ours?.seconds.vos).toBe(original?.seconds.vos);
    const { masks } = state();
    expect(masks?.bits).toBeGreaterThan(26 * 8);
    expect(ours?.bpp?.masks).toBe((masks?.bits ?? 0) / (FRAMES * SIZE.width * SIZE.height));
    expect(ours?.bpp?.total).toBe((x265?.bpp?.total ?? 0) + (ours?.bpp?.masks ?? 0));
  });

  test('the enhancer is guided by the mask of the same frame', async () => {
    const guides: number[] = [];
    fake.networks.enhance = async (_, index, __, guide) => {
      expect(guide?.maps).toBe(state().columns.ours.maps);
      guides.push((guide?.index ?? -1) - index);
      return { seconds: 1 };
    };
    await experiment.start(sequence('dog'));
    expect(guides).toEqual([0, 0, 0, 0]);
  });

  test('another mask quality only codes the masks and enhances again', async () => {
    await experiment.start(sequence('dog'));
    expect(await callsOf(() => experiment.configure({ maskQuality: 80 }))).toEqual({
      ...NOTHING,
      masksCoded: 1,
      masksDecoded: 1,
      enhanced: FRAMES,
    });
    expect(namedColumns(result()).ours?.spec.masks).toMatchObject({ quality: 80 });
  });

  test('another CRF reuses the masks', async () => {
    await experiment.start(sequence('dog'));
    const before = state().masks;
    expect(await callsOf(() => experiment.configure({ crf: 30 }))).toEqual({
      ...NOTHING,
      encoded: 1,
      enhanced: FRAMES,
      segmented: FRAMES - 1,
    });
    expect(state().masks?.packets).toBe(before?.packets);
    expect(state().stages.masks.status).toBe('done');
  });

  test('a change of the mode and back recomputes only ours', async () => {
    await experiment.start(sequence('dog'));
    const enhanced = { ...NOTHING, enhanced: FRAMES };
    expect(await callsOf(() => experiment.configure({ ours: 'enhanced' }))).toEqual({
      ...enhanced,
      segmented: FRAMES - 1,
    });
    expect(namedColumns(result()).ours).toMatchObject({ vosAt: 'decoder', bpp: { masks: 0 } });
    expect(state().stages.masks.status).toBe('skipped');
    expect(await callsOf(() => experiment.configure({ ours: 'coded' }))).toEqual(enhanced);
  });

  test('runs VOS on the originals even if that column is not requested', async () => {
    expect(
      await callsOf(() => experiment.start(sequence('dog'), { columns: ['ours'] })),
    ).toMatchObject({ segmented: FRAMES - 1 });
    expect(Object.keys(namedColumns(result()))).toEqual(['ours']);
  });

  test.each([[['ours']], [['x265', 'ours']]] as const)(
    'runs VOS on the originals if x265 is slow and only %s are requested',
    async (columns) => {
      slowEncoder(50);
      await experiment.start(sequence('dog'), { columns });
      expect(state().status).toBe('done');
      expect(Object.keys(namedColumns(result()))).toEqual(columns);
    },
  );

  test('is cancelled at once while x265 or VOS on the originals runs', async () => {
    slowEncoder(20);
    fake.networks.segment = () =>
      new Promise((resolve) => setTimeout(resolve, 1e6, { seconds: 1 }));
    const running = experiment.start(sequence('dog'), { columns: ['x265', 'ours'] });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await experiment.cancel();
    await running;
    expect(state().status).toBe('cancelled');
  });

  test('does not reuse masks of another execution provider', async () => {
    await experiment.start(sequence('dog'));
    const report = { ...(state().provider as ProviderReport), provider: 'webgpu' } as const;
    fake.networks.prepare = async () => report;
    expect(await callsOf(() => experiment.configure({ crf: 30 }))).toMatchObject({
      masksCoded: 1,
      segmented: 2 * (FRAMES - 1),
    });
    expect(namedColumns(result()).ours?.provider).toBe('webgpu');
  });

  test('leaves the other columns complete if it fails', async () => {
    fake.masks.encode = async () => {
      throw new Problem('The masks were too many.', 'Take fewer.');
    };
    await experiment.start(sequence('dog'));
    expect(state().status).toBe('failed');
    expect(state().columns.ours.problem).toContain('The masks were too many.');
    expect(state().stages).toMatchObject({
      masks: { status: 'failed' },
      ours: { status: 'failed' },
    });
    expect(Object.keys(namedColumns(result()))).toEqual(['original', 'x265']);
    fake.masks = {};
    await experiment.start(experiment.store.getState().source ?? sequence('dog'));
    expect(state().status).toBe('done');
  });

  test('reports that VOS on the originals failed, and is computed when that works again', async () => {
    const dog = sequence('dog');
    const { segment } = fake.networks;
    const originals = () => state().columns.original.maps;
    fake.networks.segment = async (run, frames, index, maps) => {
      if (maps === originals() && index === 2) throw new Problem('The GPU was lost.', 'Wait.');
      return segment?.(run, frames, index, maps) ?? { seconds: 1 };
    };
    await experiment.start(dog);
    expect(state().columns.ours.problem).toContain('The GPU was lost.');
    expect(Object.keys(namedColumns(result()))).toEqual(['x265']);
    fake.networks.segment = segment as NonNullable<typeof segment>;
    await experiment.start(dog);
    expect(state().status).toBe('done');
    expect(Object.keys(namedColumns(result()))).toEqual(['original', 'x265', 'ours']);
  });
});

describe('a stream that carries masks', () => {
  const file = { name: 'ours.mkv', data: new Blob(['x265']) };

  async function startWithCarried(packets: readonly (Uint8Array | null)[]) {
    fake.codec.importStream = async (_, size, count) => {
      const imported = await fake.plainCodec.importStream(file, size, count, () => {});
      return { ...imported, masks: { packets, bits: 1000, problem: null } };
    };
    await experiment.start(sequence('dog'), { media: { x265Stream: file } });
  }

  async function somePackets() {
    const maps = allocateLabelMaps(SIZE, FRAMES);
    labelMap(maps, 0).fill(3, 0, 20);
    const settings = { quality: 'lossless', scale: 1, refresh: 0 } as const;
    return (await masksService.encode(maps, settings, () => {})).packets;
  }

  test('needs no VOS for ours: its masks are shown, and their bits are counted', async () => {
    const packets = await somePackets();
    expect(await callsOf(() => startWithCarried(packets))).toMatchObject({
      masksCoded: 0,
      masksDecoded: 1,
    });
    expect(state().status).toBe('done');
    const { maps } = state().columns.ours;
    expect(maps && labelMap(maps, 0).filter((id) => id === 3)).toHaveLength(20);
    expect(state().masks).toMatchObject({
      bits: 1000,
      settings: null,
      seconds: { vos: 0, encode: 0 },
    });
    expect(namedColumns(result()).ours?.spec.masks).toMatchObject({ quality: null });
    expect(state().columns.ours.notes.join(' ')).toContain('carried by ours.mkv');
  });

  test('with damage reports the damaged frames, and the rest is shown', async () => {
    const [first = null] = await somePackets();
    await startWithCarried([first, null, null, null]);
    expect(state().status).toBe('done');
    expect(state().columns.ours.notes.join(' ')).toContain('3 of the frames 1 to 3 are damaged');
  });

  test('with a wrong checksum reports that its masks may be wrong', async () => {
    const packets = (await somePackets()).map((packet) => packet.slice());
    const [first] = packets;
    if (!first) throw new Error('no packet');
    first[first.length - 2] = (first.at(-2) ?? 0) ^ 0x40;
    await startWithCarried(packets);
    expect(state().columns.ours.notes.join(' ')).toContain('4 of the frames 0 to 3 may be wrong');
  });

  test('of a newer version is refused, and its column x265 is still shown', async () => {
    fake.codec.importStream = async () => ({
      ...(await fake.plainCodec.importStream(file, SIZE, FRAMES, () => {})),
      masks: { packets: [], bits: 0, problem: new Problem('ours.mkv is newer.', 'Update.') },
    });
    await experiment.start(sequence('dog'), { media: { x265Stream: file } });
    expect(state().columns.ours.problem).toContain('ours.mkv is newer.');
    expect(Object.keys(namedColumns(result()))).toEqual(['original', 'x265']);
    await experiment.configure({ ours: 'enhanced' });
    expect(state().status).toBe('done');
  });

  test('has no time of VOS', async () => {
    await startWithCarried(await somePackets());
    expect(namedColumns(result()).ours).toMatchObject({ vosAt: 'elsewhere' });
  });

  test('as an import reports that its masks are not counted', async () => {
    fake.codec.importStream = async () => ({
      ...(await fake.plainCodec.importStream(file, SIZE, FRAMES, () => {})),
      masks: { packets: [], bits: 1000, problem: null },
    });
    const imported = { title: 'other', kind: 'stream', file } as const;
    await experiment.start(sequence('dog'), { media: { imported } });
    expect(namedColumns(result()).imported?.notes).toEqual([
      'The stream carries masks, which are neither used nor counted here.',
    ]);
  });

  test('of another sequence is refused, and its column x265 is still shown', async () => {
    await startWithCarried((await somePackets()).slice(1));
    expect(state().status).toBe('failed');
    expect(state().columns.ours.problem).toContain('ours.mkv');
    expect(Object.keys(namedColumns(result()))).toEqual(['original', 'x265']);
  });
});
