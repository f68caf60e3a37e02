import { beforeEach, describe, expect, test } from 'vitest';
import { MASK_QUALITY_RANGE } from '../masks/maskStream.ts';
import { masksService } from '../masks/masksService.ts';
import type { ProviderReport } from '../networks/networksApi.ts';
import { Problem } from '../problem.ts';
import { allocateLabelMaps, labelMap } from '../sequence/labelMaps.ts';
import { FakeWorkers, FRAMES, SIZE, sequence } from '../testing/fakeWorkers.ts';
import { Experiment } from './experiment.ts';

let fake: FakeWorkers;
let experiment: Experiment;

beforeEach(() => {
  fake = new FakeWorkers();
  experiment = new Experiment(fake.workers);
  // VOS finds a row more in each frame.
  fake.networks.segment = async (_, __, index, maps) => {
    labelMap(maps, index).fill(1, 0, SIZE.width * index);
    return { seconds: 1 };
  };
});

const state = () => experiment.store.getState().experiment;
const result = () => experiment.store.getState().result;

/** x265 takes so many milliseconds. */
function slowEncoder(milliseconds: number) {
  fake.codec.encode = async (...args) => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return fake.plainCodec.encode(...args);
  };
}

/** What the workers were asked to make since `act` began. */
async function made(act: () => Promise<void>) {
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

describe('ours by coded masks', () => {
  test('is the default: VOS runs at the encoder alone, and its masks are counted', async () => {
    expect(await made(() => experiment.start(sequence('dog')))).toEqual({
      encoded: 1,
      masksCoded: 1,
      masksDecoded: 1,
      enhanced: FRAMES,
      segmented: 2 * (FRAMES - 1),
    });
    expect(state().status).toBe('done');
    expect(result()?.configuration).toMatchObject({
      ours: 'coded',
      maskQuality: MASK_QUALITY_RANGE.default,
    });
    const { ours, x265, original } = result()?.columns ?? {};
    expect(ours).toMatchObject({ masks: 'coded masks', vosAt: 'encoder' });
    expect(x265).toMatchObject({ vosAt: 'decoder', bpp: { masks: 0 } });
    expect(ours?.seconds.vos).toBe(original?.seconds.vos);
    const { masks } = state();
    expect(masks?.bits).toBeGreaterThan(26 * 8);
    expect(ours?.bpp?.masks).toBe((masks?.bits ?? 0) / (FRAMES * SIZE.width * SIZE.height));
    expect(ours?.bpp?.total).toBe((x265?.bpp?.total ?? 0) + (ours?.bpp?.masks ?? 0));
  });

  test('the enhancer is guided by the mask of the very frame', async () => {
    const guides: number[] = [];
    fake.networks.enhance = async (_, index, __, guide) => {
      expect(guide?.maps).toBe(state().columns.ours.maps);
      guides.push((guide?.index ?? -1) - index);
      return { seconds: 1 };
    };
    await experiment.start(sequence('dog'));
    expect(guides).toEqual([0, 0, 0, 0]);
  });

  test('another mask quality codes masks and enhances, and nothing else', async () => {
    await experiment.start(sequence('dog'));
    expect(await made(() => experiment.configure({ maskQuality: 80 }))).toEqual({
      ...NOTHING,
      masksCoded: 1,
      masksDecoded: 1,
      enhanced: FRAMES,
    });
    expect(result()?.configuration.maskQuality).toBe(80);
  });

  test('another CRF takes the masks as they are', async () => {
    await experiment.start(sequence('dog'));
    const before = state().masks;
    expect(await made(() => experiment.configure({ crf: 30 }))).toEqual({
      ...NOTHING,
      encoded: 1,
      enhanced: FRAMES,
      segmented: FRAMES - 1,
    });
    expect(state().masks?.packets).toBe(before?.packets);
    expect(state().stages.masks.status).toBe('done');
  });

  test('the other mode leaves the columns beside it, and back again', async () => {
    await experiment.start(sequence('dog'));
    const enhanced = { ...NOTHING, enhanced: FRAMES };
    expect(await made(() => experiment.configure({ ours: 'enhanced' }))).toEqual({
      ...enhanced,
      segmented: FRAMES - 1,
    });
    expect(result()?.columns.ours).toMatchObject({ vosAt: 'decoder', bpp: { masks: 0 } });
    expect(state().stages.masks.status).toBe('skipped');
    expect(await made(() => experiment.configure({ ours: 'coded' }))).toEqual(enhanced);
  });

  test('needs VOS on the originals, even where that column is not asked for', async () => {
    expect(
      await made(() => experiment.start(sequence('dog'), { columns: ['ours'] })),
    ).toMatchObject({ segmented: FRAMES - 1 });
    expect(Object.keys(result()?.columns ?? {})).toEqual(['ours']);
  });

  test.each([[['ours']], [['x265', 'ours']]] as const)(
    'needs VOS on the originals where x265 takes its time and only %s are asked for',
    async (columns) => {
      slowEncoder(50);
      await experiment.start(sequence('dog'), { columns });
      expect(state().status).toBe('done');
      expect(Object.keys(result()?.columns ?? {})).toEqual(columns);
    },
  );

  test('is cancelled at once while x265 or VOS on the originals is under way', async () => {
    slowEncoder(20);
    fake.networks.segment = () =>
      new Promise((resolve) => setTimeout(resolve, 1e6, { seconds: 1 }));
    const running = experiment.start(sequence('dog'), { columns: ['x265', 'ours'] });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await experiment.cancel();
    await running;
    expect(state().status).toBe('cancelled');
  });

  test('takes no masks of another execution provider', async () => {
    await experiment.start(sequence('dog'));
    const report = { ...(state().provider as ProviderReport), provider: 'webgpu' } as const;
    fake.networks.prepare = async () => report;
    expect(await made(() => experiment.configure({ crf: 30 }))).toMatchObject({
      masksCoded: 1,
      segmented: 2 * (FRAMES - 1),
    });
    expect(result()?.columns.ours?.provider).toBe('webgpu');
  });

  test('that fails leaves the other columns whole', async () => {
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
    expect(Object.keys(result()?.columns ?? {})).toEqual(['original', 'x265']);
    fake.masks = {};
    await experiment.start(experiment.store.getState().source ?? sequence('dog'));
    expect(state().status).toBe('done');
  });

  test('says that VOS on the originals failed, and is made when that works again', async () => {
    const dog = sequence('dog');
    const { segment } = fake.networks;
    const originals = () => state().columns.original.maps;
    fake.networks.segment = async (run, frames, index, maps) => {
      if (maps === originals() && index === 2) throw new Problem('The card was lost.', 'Wait.');
      return segment?.(run, frames, index, maps) ?? { seconds: 1 };
    };
    await experiment.start(dog);
    expect(state().columns.ours.problem).toContain('The card was lost.');
    expect(Object.keys(result()?.columns ?? {})).toEqual(['x265']);
    fake.networks.segment = segment as NonNullable<typeof segment>;
    await experiment.start(dog);
    expect(state().status).toBe('done');
    expect(Object.keys(result()?.columns ?? {})).toEqual(['original', 'x265', 'ours']);
  });
});

describe('a stream that carries masks', () => {
  const file = { name: 'ours.mkv', data: new Blob(['x265']) };

  async function carry(packets: readonly (Uint8Array | null)[]) {
    fake.codec.importStream = async (_, size, count) => {
      const given = await fake.plainCodec.importStream(file, size, count, () => {});
      return { ...given, masks: { packets, bits: 1000, problem: null } };
    };
    await experiment.start(sequence('dog'), { media: { x265Stream: file } });
  }

  async function somePackets() {
    const maps = allocateLabelMaps(SIZE, FRAMES);
    labelMap(maps, 0).fill(3, 0, 20);
    const settings = { quality: 'lossless', scale: 1, refresh: 0 } as const;
    return (await masksService.encode(maps, settings, () => {})).packets;
  }

  test('needs no VOS for ours: its masks are shown, and its own bits counted', async () => {
    const packets = await somePackets();
    expect(await made(() => carry(packets))).toMatchObject({ masksCoded: 0, masksDecoded: 1 });
    expect(state().status).toBe('done');
    const { maps } = state().columns.ours;
    expect(maps && labelMap(maps, 0).filter((id) => id === 3)).toHaveLength(20);
    expect(state().masks).toMatchObject({
      bits: 1000,
      settings: null,
      seconds: { vos: 0, encode: 0 },
    });
    expect(result()?.configuration.maskQuality).toBeNull();
    expect(state().columns.ours.notes.join(' ')).toContain('carried by ours.mkv');
  });

  test('with damage says which frames, and the rest is shown', async () => {
    const [first = null] = await somePackets();
    await carry([first, null, null, null]);
    expect(state().status).toBe('done');
    expect(state().columns.ours.notes.join(' ')).toContain('3 of the frames 1 to 3 are damaged');
  });

  test('with a wrong checksum says that its masks may be wrong', async () => {
    const packets = (await somePackets()).map((packet) => packet.slice());
    const [first] = packets;
    if (!first) throw new Error('no packet');
    first[first.length - 2] = (first.at(-2) ?? 0) ^ 0x40;
    await carry(packets);
    expect(state().columns.ours.notes.join(' ')).toContain('4 of the frames 0 to 3 may be wrong');
  });

  test('of a newer version is refused, and x265 of it is still shown', async () => {
    fake.codec.importStream = async () => ({
      ...(await fake.plainCodec.importStream(file, SIZE, FRAMES, () => {})),
      masks: { packets: [], bits: 0, problem: new Problem('ours.mkv is newer.', 'Update.') },
    });
    await experiment.start(sequence('dog'), { media: { x265Stream: file } });
    expect(state().columns.ours.problem).toContain('ours.mkv is newer.');
    expect(Object.keys(result()?.columns ?? {})).toEqual(['original', 'x265']);
    await experiment.configure({ ours: 'enhanced' });
    expect(state().status).toBe('done');
  });

  test('has the time of no VOS', async () => {
    await carry(await somePackets());
    expect(result()?.columns.ours).toMatchObject({ vosAt: 'elsewhere' });
  });

  test('as a further column says that its masks are not counted', async () => {
    fake.codec.importStream = async () => ({
      ...(await fake.plainCodec.importStream(file, SIZE, FRAMES, () => {})),
      masks: { packets: [], bits: 1000, problem: null },
    });
    const imported = { title: 'other', kind: 'stream', file } as const;
    await experiment.start(sequence('dog'), { media: { imported } });
    expect(result()?.columns.imported?.notes).toEqual([
      'Masks that the stream carries are not used here, nor counted.',
    ]);
  });

  test('of another sequence is refused, and x265 of it is still shown', async () => {
    await carry((await somePackets()).slice(1));
    expect(state().status).toBe('failed');
    expect(state().columns.ours.problem).toContain('ours.mkv');
    expect(Object.keys(result()?.columns ?? {})).toEqual(['original', 'x265']);
  });
});
