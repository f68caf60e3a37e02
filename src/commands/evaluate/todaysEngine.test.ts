import { expect, test } from 'vitest';
import { DEFAULT_CONFIGURATION } from '../../experiment/configuration.ts';
import { parseColumn } from '../../results/columnList.ts';
import { todaysConfiguration } from './todaysEngine.ts';

const SETTINGS = { memoryFrames: 5, provider: 'wasm', frameLimit: 12, foundCrf: null } as const;

const configured = (columns: string, foundCrf: number | null = null) =>
  todaysConfiguration(columns.split(',').map(parseColumn), { ...SETTINGS, foundCrf });

test('columns with one CRF are one configuration', () => {
  expect(configured('orig,x265@37,ours@37q60')).toEqual({
    ...DEFAULT_CONFIGURATION,
    ...{ crf: 37, maskQuality: 60, columns: ['original', 'x265', 'ours'] },
    ...{ memoryFrames: 5, provider: 'wasm', frameLimit: 12 },
  });
  expect(configured('x265@37k64:stcn,ours@37k64+vos:stcn')).toMatchObject({
    ...{ crf: 37, keyint: 64, network: 'stcn', ours: 'enhanced', columns: ['x265', 'ours'] },
  });
});

test('a CRF that was found for a rate is used, and the rate is recorded', () => {
  expect(configured('x265@0.02bpp,ours@same', 43)).toMatchObject({ crf: 43, targetBpp: 0.02 });
});

test.each([
  'x265@45,ours@48',
  'x265@45,ours@-15%',
  'x265@45,x265@37',
  'x265@45k8,ours@45k64',
  'orig,x265@45:stcn',
  'ours@45+plain',
  'ours@0.02bpp',
  'x265@45+truth',
  'truth',
])('%s is refused', (columns) => {
  expect(() => configured(columns)).toThrow(`cannot compute ${columns.replace('k8', '')} in one`);
});
