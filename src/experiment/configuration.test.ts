import { expect, test } from 'vitest';
import {
  changeConfiguration,
  DEFAULT_CONFIGURATION,
  type ExperimentConfiguration,
} from './configuration.ts';

const found: ExperimentConfiguration = { ...DEFAULT_CONFIGURATION, crf: 43, targetBpp: 0.0209 };

test.each([
  ['CRF', { crf: 40 }],
  ['key frame distance', { keyint: 16 }],
  ['number of frames', { frameLimit: 8 }],
])('another %s ends what a CRF was found for', (_, change) => {
  expect(changeConfiguration(found, change, true)).toMatchObject({ ...change, targetBpp: null });
});

test('another sequence does so too', () => {
  expect(changeConfiguration(found, {}, false)).toMatchObject({ crf: 43, targetBpp: null });
});

test('a rate that comes with its CRF is the one that counts', () => {
  const change = { crf: 47, targetBpp: 0.015 };
  expect(changeConfiguration(found, change, false)).toMatchObject(change);
});

test('what decides no rate leaves it alone', () => {
  const change = { network: found.network, provider: 'wasm', crf: 43 } as const;
  expect(changeConfiguration(found, change, true)).toMatchObject({ targetBpp: 0.0209 });
});
