import { describe, expect, it } from 'vitest';
import { encodeMaskStream } from './encodeMaskStream.ts';
import { explainMaskStream } from './explain.ts';
import { movingDiscs } from './testing/testMaps.ts';

const discs = movingDiscs(200, 120, 5, [1, 5]);
const lossless = { quality: 'lossless', scale: 1, refresh: 0 } as const;
const { packets } = encodeMaskStream(discs, lossless);

describe('explainMaskStream', () => {
  const [first, ...others] = explainMaskStream(packets, discs.size);

  it('reports the first map as a refresh', () => {
    expect(first).toMatchObject({ isRefresh: true, blocks: [], bytes: packets[0]?.length });
  });

  it('accounts for the bits of every other packet, block by block', () => {
    for (const [index, map] of others.entries()) {
      const bits = map?.blocks.reduce((sum, block) => sum + block.bits, 0) ?? 0;
      const spent = (packets[index + 1]?.length ?? 0) * 8;
      // The coder rounds up to whole bytes, and one decision precedes the blocks.
      expect(bits).toBeGreaterThan(spent - 24);
      expect(bits).toBeLessThan(spent + 16);
    }
  });

  it('covers the map with blocks and attributes most bits to coded blocks', () => {
    const blocks = others[0]?.blocks ?? [];
    const area = blocks.reduce((sum, { width, height }) => sum + width * height, 0);
    expect(area).toBe(discs.size.width * discs.size.height);
    const mean = (kind: string) => {
      const of = blocks.filter((block) => block.kind === kind);
      return of.reduce((sum, { bits }) => sum + bits, 0) / of.length;
    };
    expect(mean('coded')).toBeGreaterThan(4 * mean('still'));
  });

  it('returns null from a missing packet on', () => {
    const damaged = packets.map((packet, index) => (index === 2 ? null : packet));
    const explained = explainMaskStream(damaged, discs.size);
    expect(explained.map((map) => map !== null)).toEqual([true, true, false, false, false]);
  });
});
