import { decodeMaskStream } from './decodeMaskStream.ts';
import { encodeMaskStream, type FixedSettings } from './encodeMaskStream.ts';
import { meanJaccard } from './jaccard.ts';
import { bitsPerJaccard } from './maskDistortion.ts';
import type { MapSource, MaskStreamSettings } from './maskStream.ts';

/** How many maps are tried, spread over the sequence in pairs that follow each other. */
const TRIED_RUNS = 3;
const RUN_LENGTH = 4;

/**
 * Settings with the scale that gives the least bits + lost J (in bits, by the quality) on a few
 * maps from the beginning, the middle and the end.
 */
export function chooseScale(source: MapSource, settings: MaskStreamSettings): FixedSettings {
  const { quality, scale } = settings;
  if (quality === 'lossless') return { ...settings, scale: 1 };
  if (scale !== 'auto') return { ...settings, scale };
  const costs = ([1, 2, 3] as const).map((tried) => ({
    tried,
    cost: costOf(source, { ...settings, scale: tried, refresh: 0 }, quality),
  }));
  const best = costs.reduce((a, b) => (b.cost < a.cost ? b : a));
  return { ...settings, scale: best.tried };
}

function costOf(source: MapSource, settings: FixedSettings, quality: number): number {
  let cost = 0;
  for (const first of startsOfRuns(source.count)) {
    const run: MapSource = {
      size: source.size,
      count: Math.min(RUN_LENGTH, source.count - first),
      map: (index) => source.map(first + index),
    };
    const { packets } = encodeMaskStream(run, settings);
    const decoded = decodeMaskStream(packets);
    // The first map's bits come once in a sequence, not once in a run.
    for (const [index, packet] of packets.entries()) {
      const share = index === 0 ? run.count / source.count : 1;
      cost += packet.length * 8 * share;
      const ids = decoded?.maps[index]?.ids;
      if (ids) cost += (1 - meanJaccard(source.map(first + index), ids)) * bitsPerJaccard(quality);
    }
  }
  return cost;
}

function startsOfRuns(count: number): number[] {
  const last = Math.max(0, count - RUN_LENGTH);
  const starts = Array.from({ length: TRIED_RUNS }, (_, run) =>
    Math.round((last * run) / (TRIED_RUNS - 1)),
  );
  return [...new Set(starts)];
}
