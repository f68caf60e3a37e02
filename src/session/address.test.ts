import { expect, test } from 'vitest';
import { formatAddress, parseAddress } from './address.ts';

const MASKS = { network: 'compact', memoryFrames: null, ours: 'coded', maskQuality: 43 };

test('an address contains the sequence, CRF and frame', () => {
  expect(parseAddress('?seq=soapbox&crf=45&frame=40')).toEqual({
    sequence: 'soapbox',
    frame: 40,
    configuration: { crf: 45, keyint: 8, ...MASKS, provider: 'auto', frameLimit: null },
  });
});

test('values out of range are clamped, and invalid values become the default', () => {
  const { configuration, frame } = parseAddress(
    '?crf=99&keyint=0&frame=-3&ep=cuda&frames=1&ours=both&masks=q&vos=gpt&memory=x',
  );
  expect(configuration).toEqual({ crf: 51, keyint: 1, ...MASKS, provider: 'auto', frameLimit: 3 });
  expect(frame).toBe(0);
});

test('an address is read back as it was written', () => {
  const state = {
    sequence: 'bike packing & more',
    frame: 7,
    configuration: {
      crf: 27,
      keyint: 25,
      network: 'compact-retrained',
      memoryFrames: 8,
      ours: 'enhanced',
      maskQuality: 60,
      provider: 'wasm',
      frameLimit: 12,
    },
  } as const;
  expect(parseAddress(formatAddress(state))).toEqual(state);
});
