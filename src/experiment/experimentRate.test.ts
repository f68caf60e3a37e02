import { expect, test } from 'vitest';
import type { CodecApi } from '../codec/codecApi.ts';
import { FRAMES, SIZE, sequence } from '../testing/fakeWorkers.ts';
import { columns } from './testing/testColumns.ts';
import { NOTHING, testExperiment } from './testing/testExperiment.ts';

/** An encoder whose video halves with every six steps of the CRF. */
function halving(encode: CodecApi['encode']): CodecApi['encode'] {
  return async (frames, settings, onProgress) => {
    const video = await encode(frames, settings, onProgress);
    const bytes = Math.round(100_000 * 2 ** (-settings.crf / 6));
    return { ...video, packets: video.packets.map((packet) => ({ ...packet, bytes })) };
  };
}

function rateExperiment() {
  const made = testExperiment();
  made.fake.codec.encode = halving(made.fake.plainCodec.encode);
  return made;
}

test('ours has its own CRF, and shares what does not depend on it', async () => {
  const { experiment, callsOf, column } = rateExperiment();
  const start = () =>
    experiment.start(sequence('dog'), { columns: columns('orig,x265@45,ours@48') });
  expect(await callsOf(start)).toMatchObject({ encoded: 2, segmented: 2 * (FRAMES - 1) });
  expect([column('x265').crf, column('ours').crf]).toEqual([45, 48]);
});

test('fewer bits: the CRF is found at which video and masks take the wanted share', async () => {
  const { experiment, column, state, resultOf } = rateExperiment();
  await experiment.start(sequence('dog'), { columns: columns('orig,x265@24,ours@-50%') });
  expect(state().status).toBe('done');
  const { crf, search, bits } = column('ours');
  const wanted = (column('x265').bits?.total ?? 0) / 2;
  expect(search?.found).toMatchObject({ crf, reached: true });
  expect(search?.tried.length).toBeGreaterThan(3);
  const distance = (bpp: number) => Math.abs(Math.log(bpp / wanted));
  for (const tried of search?.tried ?? []) {
    expect(distance(bits?.total ?? 0)).toBeLessThanOrEqual(distance(tried.bpp));
  }
  expect(bits?.masks).toBeGreaterThan(0);
  expect(resultOf('ours')).toMatchObject({
    crf,
    foundRate: { reached: true, against: column('x265').spec },
    spec: { pictures: { rate: { kind: 'fewer', percent: 50 } } },
  });
});

test('the encodings of a search are not made again', async () => {
  const { experiment, column, fake, callsOf } = rateExperiment();
  await experiment.start(sequence('dog'), { columns: columns('orig,x265@24,ours@-50%') });
  const { crf, search } = column('ours');
  expect(fake.count('codec.encode')).toBe(1 + (search?.tried.length ?? 0));
  const change = () => experiment.configure({ columns: columns(`orig,x265@24,ours@${crf}`) });
  expect(await callsOf(change)).toEqual(NOTHING);
});

test('a rate in bits per pixel is found without masks', async () => {
  const { experiment, column } = rateExperiment();
  await experiment.start(sequence('dog'), { columns: columns('x265@40bpp') });
  const bpp = (100_000 * 2 ** (-(column('x265').crf ?? 0) / 6) * 8) / (SIZE.width * SIZE.height);
  expect(Math.abs(Math.log2(bpp / 40))).toBeLessThan(1 / 6);
});

test('a rate that no CRF reaches: the nearest is taken and named', async () => {
  const { experiment, column, resultOf, state } = rateExperiment();
  await experiment.start(sequence('dog'), { columns: columns('x265@0.0001bpp') });
  expect(state().status).toBe('done');
  expect(column('x265')).toMatchObject({
    crf: 51,
    notes: ['No CRF reaches the wanted rate; CRF 51 is the nearest.'],
  });
  expect(resultOf('x265')).toMatchObject({
    crf: 51,
    foundRate: { reached: false, against: null },
  });
});

test('ours at the CRF of x265 follows it', async () => {
  const { experiment, column, resultOf } = rateExperiment();
  await experiment.start(sequence('dog'), { columns: columns('orig,x265@40,ours@same') });
  expect(column('ours').crf).toBe(40);
  await experiment.configure({ columns: columns('orig,x265@30,ours@same') });
  expect(column('ours').crf).toBe(30);
  expect(resultOf('ours')?.spec.pictures).toMatchObject({ rate: { kind: 'crf', crf: 30 } });
});
