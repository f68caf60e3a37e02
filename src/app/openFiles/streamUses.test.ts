import { expect, test } from 'vitest';
import { streamUses } from './streamUses.ts';

const sequence = { name: 'dog', size: { width: 854, height: 480 } };
const { size } = sequence;

test('an HEVC video of the same size may be x265’s stream', () => {
  expect(streamUses({ codec: 'hevc', size }, sequence, true)).toEqual({
    uses: ['x265 stream', 'other codec', 'sequence'],
    reason: null,
  });
});

test('a bare stream is not known, so that nothing is left out', () => {
  expect(streamUses(null, sequence, false)).toEqual({
    uses: ['x265 stream', 'other codec'],
    reason: null,
  });
});

test('another codec is not offered as x265’s stream', () => {
  const { uses, reason } = streamUses({ codec: 'avc', size }, sequence, true);
  expect(uses).toEqual(['other codec', 'sequence']);
  expect(reason).toBe('It is H.264, not HEVC, so it is not x265’s stream.');
});

test('a video of another size is a sequence of its own', () => {
  const other = { codec: 'hevc', size: { width: 640, height: 360 } };
  const { uses, reason } = streamUses(other, sequence, true);
  expect(uses).toEqual(['sequence']);
  expect(reason).toContain('640×360, but those of dog are 854×480');
});
