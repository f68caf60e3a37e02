import { beforeEach, describe, expect, test } from 'vitest';
import { masksService } from '../masks/masksService.ts';
import type { ProviderReport } from '../networks/networksApi.ts';
import { Problem } from '../problem.ts';
import { allocateLabelMaps, labelMap } from '../sequence/labelMaps.ts';
import { type FakeWorkers, FRAMES, SIZE, sequence, streamFile } from '../testing/fakeWorkers.ts';
import type { Experiment } from './experiment.ts';
import { AT_45, columns, WITHOUT_MASKS } from './testing/testColumns.ts';
import { NOTHING, testExperiment } from './testing/testExperiment.ts';

let made: ReturnType<typeof testExperiment>;
let fake: FakeWorkers;
let experiment: Experiment;

beforeEach(async () => {
  made = testExperiment();
  ({ fake, experiment } = made);
  await experiment.configure({ columns: AT_45 });
  // VOS segments one more row in each frame.
  fake.networks.segment = async (_, __, index, maps) => {
    labelMap(maps, index).fill(1, 0, SIZE.width * index);
    return { seconds: 1 };
  };
});

const state = () => made.state();
const ours = () => made.column('ours');

/** Delays the encoder. */
function slowEncoder(milliseconds: number) {
  fake.codec.encode = async (...args) => {
    await new Promise((resolve) => setTimeout(resolve, milliseconds));
    return fake.plainCodec.encode(...args);
  };
}

describe('ours with coded masks', () => {
  test('VOS runs only at the encoder, and the masks are counted', async () => {
    expect(await made.callsOf(() => experiment.start(sequence('dog')))).toMatchObject({
      encoded: 1,
      masksCoded: 1,
      masksDecoded: 1,
      enhanced: FRAMES,
      segmented: 2 * (FRAMES - 1),
    });
    expect(state().status).toBe('done');
    const [original, x265, result] = ['original', 'x265', 'ours'].map(made.resultOf);
    expect(result).toMatchObject({ masks: 'coded masks', vosAt: 'encoder' });
    expect(x265).toMatchObject({ vosAt: 'decoder', bpp: { masks: 0 } });
    expect(result?.seconds.vos).toBe(original?.seconds.vos);
    const { masks } = ours();
    expect(masks?.bits).toBeGreaterThan(26 * 8);
    expect(result?.bpp?.masks).toBe((masks?.bits ?? 0) / (FRAMES * SIZE.width * SIZE.height));
    expect(result?.bpp?.total).toBe((x265?.bpp?.total ?? 0) + (result?.bpp?.masks ?? 0));
  });

  test('the enhancer is guided by the mask of the same frame', async () => {
    const guides: number[] = [];
    fake.networks.enhance = async (_, index, __, guide) => {
      expect(guide?.maps).toBe(ours().maps);
      guides.push((guide?.index ?? -1) - index);
      return { seconds: 1 };
    };
    await experiment.start(sequence('dog'));
    expect(guides).toEqual([0, 0, 0, 0]);
  });

  test('another mask quality only codes the masks and enhances again', async () => {
    await experiment.start(sequence('dog'));
    const change = { columns: columns('orig,x265@45,ours@45q80') };
    expect(await made.callsOf(() => experiment.configure(change))).toEqual({
      ...NOTHING,
      masksCoded: 1,
      masksDecoded: 1,
      enhanced: FRAMES,
    });
    expect(made.resultOf('ours')?.spec.masks).toMatchObject({ quality: 80 });
  });

  test('another CRF reuses the masks', async () => {
    await experiment.start(sequence('dog'));
    const before = ours().masks;
    const change = { columns: columns('orig,x265@30,ours@30') };
    expect(await made.callsOf(() => experiment.configure(change))).toEqual({
      ...NOTHING,
      encoded: 1,
      enhanced: FRAMES,
      segmented: FRAMES - 1,
    });
    expect(ours().masks?.packets).toBe(before?.packets);
  });

  test('masks from VOS at the decoder instead recompute only ours; going back makes nothing', async () => {
    await experiment.start(sequence('dog'));
    const { callsOf } = made;
    expect(await callsOf(() => experiment.configure({ columns: WITHOUT_MASKS }))).toEqual({
      ...NOTHING,
      enhanced: FRAMES,
      segmented: FRAMES - 1,
    });
    expect(made.resultOf('ours')).toMatchObject({ vosAt: 'decoder', bpp: { masks: 0 } });
    expect(await callsOf(() => experiment.configure({ columns: AT_45 }))).toEqual(NOTHING);
  });

  test('without enhancement shows the decoded pictures with the coded masks', async () => {
    await experiment.start(sequence('dog'), { columns: columns('ours@45+plain') });
    expect(state().status).toBe('done');
    expect(fake.count('networks.enhance')).toBe(0);
    expect(ours().pictures.frames).toBe(ours().decoded.frames);
  });

  test('runs VOS on the originals even if no column shows it', async () => {
    const start = () => experiment.start(sequence('dog'), { columns: columns('ours@45') });
    expect(await made.callsOf(start)).toMatchObject({ segmented: FRAMES - 1 });
    expect(made.kinds()).toEqual(['ours']);
  });

  test.each(['ours@45', 'x265@45,ours@45'])(
    'runs VOS on the originals while x265 is slow, with only %s',
    async (wanted) => {
      slowEncoder(50);
      await experiment.start(sequence('dog'), { columns: columns(wanted) });
      expect(state().status).toBe('done');
      expect(made.kinds()).toHaveLength(wanted.split(',').length);
    },
  );

  test('is cancelled while x265 or VOS on the originals runs', async () => {
    slowEncoder(20);
    fake.networks.segment = () => new Promise((resolve) => setTimeout(resolve, 60, { seconds: 1 }));
    const running = experiment.start(sequence('dog'), { columns: columns('x265@45,ours@45') });
    await new Promise((resolve) => setTimeout(resolve, 5));
    await experiment.cancel();
    await running;
    expect(state().status).toBe('cancelled');
    expect(state().stages.filter(({ status }) => status === 'running')).toEqual([]);
  });

  test('does not reuse masks of another execution provider', async () => {
    await experiment.start(sequence('dog'));
    const report = { ...(state().provider as ProviderReport), provider: 'webgpu' } as const;
    fake.networks.prepare = async () => report;
    const change = { columns: columns('orig,x265@30,ours@30'), provider: 'webgpu' } as const;
    expect(await made.callsOf(() => experiment.configure(change))).toMatchObject({
      masksCoded: 1,
      segmented: 2 * (FRAMES - 1),
    });
    expect(made.resultOf('ours')?.provider).toBe('webgpu');
  });

  test('leaves the other columns complete if it fails', async () => {
    fake.masks.encode = async () => {
      throw new Problem('The masks were too many.', 'Take fewer.');
    };
    const dog = sequence('dog');
    await experiment.start(dog);
    expect(state().status).toBe('failed');
    expect(ours().problem).toContain('The masks were too many.');
    expect(made.stage('code-masks')?.status).toBe('failed');
    expect(made.kinds()).toEqual(['original', 'x265']);
    fake.masks = {};
    await experiment.start(dog);
    expect(state().status).toBe('done');
  });

  test('reports that VOS on the originals failed, and is computed when that works again', async () => {
    const dog = sequence('dog');
    const { segment } = fake.networks;
    fake.networks.segment = async (run, frames, index, maps) => {
      const isOriginal = maps === made.column('original').maps;
      if (isOriginal && index === 2) throw new Problem('The GPU was lost.', 'Wait.');
      return segment?.(run, frames, index, maps) ?? { seconds: 1 };
    };
    await experiment.start(dog);
    expect(ours().problem).toContain('The GPU was lost.');
    expect(made.kinds()).toEqual(['x265']);
    fake.networks.segment = segment as NonNullable<typeof segment>;
    await experiment.start(dog);
    expect(state().status).toBe('done');
    expect(made.kinds()).toEqual(['original', 'x265', 'ours']);
  });
});

describe('a stream that carries masks', () => {
  const file = { name: 'ours.mkv', data: new Blob(['x265']) };
  const OF_STREAM = columns('orig,x265@stream,ours@stream');

  async function startWithCarried(packets: readonly (Uint8Array | null)[]) {
    fake.codec.importStream = async (_, size, count) => {
      const imported = await fake.plainCodec.importStream(streamFile(file), size, count, () => {});
      return { ...imported, masks: { packets, bits: 1000, problem: null } };
    };
    await experiment.start(sequence('dog'), { columns: OF_STREAM, media: { x265Stream: file } });
  }

  async function somePackets() {
    const maps = allocateLabelMaps(SIZE, FRAMES);
    labelMap(maps, 0).fill(3, 0, 20);
    const settings = { quality: 'lossless', scale: 1, refresh: 0 } as const;
    return (await masksService.encode(maps, settings, () => {})).packets;
  }

  test('needs no VOS for ours: its masks are shown, and their bits are counted', async () => {
    const packets = await somePackets();
    expect(await made.callsOf(() => startWithCarried(packets))).toMatchObject({
      masksCoded: 0,
      masksDecoded: 1,
    });
    expect(state().status).toBe('done');
    const { maps } = ours();
    expect(maps && labelMap(maps, 0).filter((id) => id === 3)).toHaveLength(20);
    expect(ours().masks).toMatchObject({ bits: 1000, settings: null });
    expect(ours().seconds).toMatchObject({ vos: 0, maskEncode: 0 });
    expect(made.resultOf('ours')?.spec.masks).toMatchObject({ quality: null });
    expect(ours().notes.join(' ')).toContain('carried by ours.mkv');
  });

  test('with damage reports the damaged frames, and the rest is shown', async () => {
    const [first = null] = await somePackets();
    await startWithCarried([first, null, null, null]);
    expect(state().status).toBe('done');
    expect(ours().notes.join(' ')).toContain('3 of the frames 1 to 3 are damaged');
  });

  test('with a wrong checksum reports that its masks may be wrong', async () => {
    const packets = (await somePackets()).map((packet) => packet.slice());
    const [first] = packets;
    if (!first) throw new Error('no packet');
    first[first.length - 2] = (first.at(-2) ?? 0) ^ 0x40;
    await startWithCarried(packets);
    expect(ours().notes.join(' ')).toContain('4 of the frames 0 to 3 may be wrong');
  });

  test('of a newer version is refused, and its column x265 is still shown', async () => {
    fake.codec.importStream = async () => ({
      ...(await fake.plainCodec.importStream(streamFile(file), SIZE, FRAMES, () => {})),
      masks: { packets: [], bits: 0, problem: new Problem('ours.mkv is newer.', 'Update.') },
    });
    await experiment.start(sequence('dog'), { columns: OF_STREAM, media: { x265Stream: file } });
    expect(ours().problem).toContain('ours.mkv is newer.');
    expect(made.kinds()).toEqual(['original', 'x265']);
    await experiment.configure({ columns: columns('orig,x265@stream,ours@stream+vos') });
    expect(state().status).toBe('done');
  });

  test('has no time of VOS', async () => {
    await startWithCarried(await somePackets());
    expect(made.resultOf('ours')).toMatchObject({ vosAt: 'elsewhere' });
  });

  test('as an import reports that its masks are not counted', async () => {
    fake.codec.importStream = async () => ({
      ...(await fake.plainCodec.importStream(streamFile(file), SIZE, FRAMES, () => {})),
      masks: { packets: [], bits: 1000, problem: null },
    });
    const imported = { title: 'other', kind: 'stream', file } as const;
    await experiment.start(sequence('dog'), { columns: columns('import'), media: { imported } });
    expect(made.resultOf('imported')?.notes).toEqual([
      'The stream carries masks, which are neither used nor counted here.',
    ]);
  });

  test('of another sequence is refused, and its column x265 is still shown', async () => {
    await startWithCarried((await somePackets()).slice(1));
    expect(state().status).toBe('failed');
    expect(ours().problem).toContain('ours.mkv');
    expect(made.kinds()).toEqual(['original', 'x265']);
  });
});
