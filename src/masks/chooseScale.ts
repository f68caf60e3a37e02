import { decodeMaskStream } from './decodeMaskStream.ts';
import { encodeMaskStream, type FixedSettings } from './encodeMaskStream.ts';
import { bitsPerJaccard } from './encoder/maskDistortion.ts';
import { meanJaccard } from './jaccard.ts';
import type { MapSource, MaskStreamSettings } from './maskStream.ts';

/** How many consecutive maps are tried, in each of three places. */
const RUN_LENGTH = 4;

/** A scale is dropped when it costs this many times as much as the best so far. */
const HOPELESS = 1.3;

/**
 * Chooses the scale with the lowest cost (bits plus lost J, converted to bits by the quality) on a
 * few maps from the beginning, the middle and the end.
 */
export function chooseScale(source: MapSource, settings: MaskStreamSettings): FixedSettings {
  const { quality, scale } = settings;
  if (quality === 'lossless') return { ...settings, scale: 1 };
  if (scale !== 'auto') return { ...settings, scale };
  let tried = ([1, 2, 3] as const).map((scale) => ({ scale, cost: 0 }));
  for (const first of startsOfRuns(source.count)) {
    for (const each of tried) {
      each.cost += costOf(source, first, { ...settings, scale: each.scale, refresh: 0 }, quality);
    }
    const least = Math.min(...tried.map(({ cost }) => cost));
    tried = tried.filter(({ cost }) => cost <= least * HOPELESS);
    if (tried.length === 1) break;
  }
  const best = tried.reduce((a, b) => (b.cost < a.cost ? b : a));
  return { ...settings, scale: best.scale };
}

/** @param first index of the first map to try */
function costOf(
  source: MapSource,
  first: number,
  settings: FixedSettings,
  quality: number,
): number {
  const run: MapSource = {
    size: source.size,
    count: Math.min(RUN_LENGTH, source.count - first),
    map: (index) => source.map(first + index),
  };
  const { packets } = encodeMaskStream(run, settings);
  const decoded = decodeMaskStream(packets);
  let cost = 0;
  for (const [index, packet] of packets.entries()) {
    // A sequence has one intra map; a run is only a part of the sequence.
    const share = index === 0 ? run.count / source.count : 1;
    cost += packet.length * 8 * share;
    const ids = decoded?.maps[index]?.ids;
    if (ids) cost += (1 - meanJaccard(source.map(first + index), ids)) * bitsPerJaccard(quality);
  }
  return cost;
}

/** The middle first: at the ends, objects are often small or leaving the frame. */
function startsOfRuns(count: number): number[] {
  const last = Math.max(0, count - RUN_LENGTH);
  return [...new Set([Math.round(last / 2), last, 0])];
}
