import { expect, test } from 'vitest';
import { formatShard, parseShard, readShard, sequencesOfShard } from './shard.ts';

const NAMES = ['soapbox', 'dog', 'libby', 'bmx-trees', 'Zebra', 'kite-surf', 'blackswan'];

test.each([1, 2, 3, 7, 9])('with %i shards each sequence is in exactly one', (count) => {
  const parts = Array.from({ length: count }, (_, index) =>
    sequencesOfShard(NAMES, { parts: [index + 1], count }),
  );
  expect(parts.flat().sort()).toEqual([...NAMES].sort());
  const sizes = parts.map(({ length }) => length);
  expect(Math.max(...sizes) - Math.min(...sizes)).toBeLessThanOrEqual(1);
});

test('a shard does not depend on the order of the sequences', () => {
  const shard = { parts: [2], count: 3 };
  const reversed = [...NAMES].reverse();
  expect(sequencesOfShard(reversed, shard)).toEqual(sequencesOfShard(NAMES, shard));
  expect(sequencesOfShard(NAMES, shard)).toEqual(['blackswan', 'kite-surf']);
});

test('i/n is parsed and formatted', () => {
  expect(parseShard('--shard', '2/8')).toEqual({ parts: [2], count: 8 });
  expect(readShard(formatShard({ parts: [1, 3], count: 8 }))).toEqual({ parts: [1, 3], count: 8 });
});

test.each(['0/8', '9/8', '2', '2/', 'a/b', '1,2/8', '-1/2'])('%s is refused', (text) => {
  expect(() => parseShard('--shard', text)).toThrow(/--shard .* is not i\/n/);
});
