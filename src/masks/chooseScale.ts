import { decodeMaskStream } from './decodeMaskStream.ts';
import { encodeMaskStream, type FixedSettings } from './encodeMaskStream.ts';
import { bitsPerJaccard } from './encoder/maskDistortion.ts';
import { meanJaccard } from './jaccard.ts';
import type { MapSource, MaskStreamSettings } from './maskStream.ts';

/** How many maps in a row are tried, in each of three places. */
const RUN_LENGTH = 4;

/** A scale that has cost so many times as much as the best so far is not tried on further maps. */
const HOPELESS = 1.3;

/**
 * Settings with the scale that gives the least bits + lost J (in bits, by the quality) on a few
 * maps from the beginning, the middle and the end.
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

/** @param first where a few maps begin */
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
    // The first map's bits come once in a sequence, not once in a run.
    const share = index === 0 ? run.count / source.count : 1;
    cost += packet.length * 8 * share;
    const ids = decoded?.maps[index]?.ids;
    if (ids) cost += (1 - meanJaccard(source.map(first + index), ids)) * bitsPerJaccard(quality);
  }
  return cost;
}

/** The middle first: at the ends objects are often small, or on their way out of the picture. */
function startsOfRuns(count: number): number[] {
  const last = Math.max(0, count - RUN_LENGTH);
  return [...new Set([Math.round(last / 2), last, 0])];
}
