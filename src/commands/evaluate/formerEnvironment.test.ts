import { expect, test } from 'vitest';
import { withExperiments } from './formerEnvironment.ts';

const FORMER = {
  ...{ crf: [37, 45], targetBpp: null, keyint: 64, ours: 'coded', maskQuality: 60 },
  columns: ['original', 'x265', 'ours'],
  networks: [{ name: 'stcn', files: [] }],
  shard: null,
};

test('the options of former files are lists of columns', () => {
  expect(withExperiments(FORMER)).toEqual({
    ...FORMER,
    experiments: [
      'orig:stcn,x265@37k64:stcn,ours@37q60k64:stcn',
      'orig:stcn,x265@45k64:stcn,ours@45q60k64:stcn',
    ],
  });
  const found = { ...FORMER, crf: null, targetBpp: 0.02, columns: ['x265', 'ours'] };
  expect(withExperiments(found)).toMatchObject({
    experiments: ['x265@0.02bppk64:stcn,ours@sameq60k64:stcn'],
  });
  expect(withExperiments({ ...FORMER, columns: ['original'] })).toMatchObject({
    experiments: ['orig:stcn'],
  });
});

test('other environments stay as they are', () => {
  const now = { experiments: ['orig'] };
  expect(withExperiments(now)).toBe(now);
  const exported = { date: 'today' };
  expect(withExperiments(exported)).toBe(exported);
});
