import { describe, expect, it } from 'vitest';
import { allocateLabelMaps, type LabelMaps, labelMap } from '../sequence/labelMaps.ts';
import { DEFAULT_MASK_STREAM_SETTINGS } from './maskStream.ts';
import { masksService } from './masksService.ts';
import { movingDiscs } from './testing/testMaps.ts';

const discs = movingDiscs(60, 40, 6, [1, 5]);

function sharedMaps(): LabelMaps {
  const maps = allocateLabelMaps(discs.size, discs.count);
  for (let index = 0; index < discs.count; index++) labelMap(maps, index).set(discs.map(index));
  return maps;
}

async function encoded() {
  const reported: number[] = [];
  const settings = { ...DEFAULT_MASK_STREAM_SETTINGS, quality: 'lossless' as const, refresh: 3 };
  const stream = await masksService.encode(sharedMaps(), settings, (done) => reported.push(done));
  expect(reported).toEqual([1, 2, 3, 4, 5, 6]);
  return stream.packets;
}

async function decoded(packets: readonly (Uint8Array | null)[]) {
  const maps = allocateLabelMaps(discs.size, discs.count);
  const { damage } = await masksService.decode(packets, 'ours.mkv', maps, () => {});
  return { maps, damage };
}

describe('masksService', () => {
  it('round-trips masks through shared memory', async () => {
    const { maps, damage } = await decoded(await encoded());
    expect(new Uint8Array(maps.buffer)).toEqual(new Uint8Array(sharedMaps().buffer));
    expect(damage).toEqual(new Array(6).fill(null));
  });

  it('marks the maps from a missing packet to the next refresh', async () => {
    const { maps, damage } = await decoded((await encoded()).map((p, i) => (i === 1 ? null : p)));
    expect(damage.map((text) => text !== null)).toEqual([false, true, true, false, false, false]);
    expect(labelMap(maps, 1)).toEqual(labelMap(sharedMaps(), 0));
    expect(labelMap(maps, 5)).toEqual(labelMap(sharedMaps(), 5));
  });

  it('marks a period with a wrong checksum, and returns empty maps before the first', async () => {
    const packets = (await encoded()).map((packet) => packet.slice());
    const last = packets[2] as Uint8Array;
    last[0] = (last[0] as number) ^ 0x10;
    const flipped = await decoded(packets);
    expect(flipped.damage.map((text) => text !== null).slice(2)).toEqual([
      true,
      false,
      false,
      false,
    ]);
    const late = await decoded([null, ...packets.slice(1)]);
    expect(late.damage[0]).toContain('no map could be decoded yet');
    expect(labelMap(late.maps, 0).every((id) => id === 0)).toBe(true);
  });

  it('limits a bit error in a version number to its refresh period', async () => {
    const packets = (await encoded()).map((packet) => packet.slice());
    const refresh = packets[3] as Uint8Array;
    refresh[1] = 3;
    const { damage } = await decoded(packets);
    expect(damage.map((text) => text !== null)).toEqual([false, false, false, true, true, true]);
  });

  it('rejects masks of another sequence and names the file', async () => {
    const packets = await encoded();
    await expect(decoded(packets.slice(1))).rejects.toThrow('ours.mkv has masks for 5 frames');
    await expect(decoded(packets.map(() => null))).rejects.toThrow('masks of ours.mkv are damaged');
    const wide = allocateLabelMaps({ width: 61, height: 40 }, 6);
    await expect(masksService.decode(packets, 'ours.mkv', wide, () => {})).rejects.toThrow(
      'The masks of ours.mkv have 60×40 pixels; the sequence has 61×40.',
    );
  });
});
