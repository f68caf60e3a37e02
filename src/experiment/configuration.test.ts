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
])('another %s clears the target rate', (_, change) => {
  expect(changeConfiguration(found, change, true)).toMatchObject({ ...change, targetBpp: null });
});

test('another sequence clears the target rate', () => {
  expect(changeConfiguration(found, {}, false)).toMatchObject({ crf: 43, targetBpp: null });
});

test('a target rate that is set together with its CRF is kept', () => {
  const change = { crf: 47, targetBpp: 0.015 };
  expect(changeConfiguration(found, change, false)).toMatchObject(change);
});

test('changes that do not affect the rate keep the target rate', () => {
  const change = { network: found.network, provider: 'wasm', crf: 43 } as const;
  expect(changeConfiguration(found, change, true)).toMatchObject({ targetBpp: 0.0209 });
});
