import { Problem } from '../problem.ts';
import { formatSize } from '../sequence/frames.ts';
import { type LabelMaps, labelMap } from '../sequence/labelMaps.ts';
import { chooseScale } from './chooseScale.ts';
import { DamageLog, MaskStreamDecoder } from './decodeMaskStream.ts';
import { encodeMaps } from './encodeMaskStream.ts';
import { explainMaskStream } from './explain.ts';
import { firstHeader, type MapSource } from './maskStream.ts';
import type { MasksApi } from './masksApi.ts';
import type { RefreshHeader } from './refreshHeader.ts';

/** Implements `MasksApi` in the calling thread. */
export const masksService: MasksApi = {
  async encode(maps, settings, onProgress) {
    const start = performance.now();
    const source: MapSource = {
      size: maps.size,
      count: maps.count,
      map: (index) => labelMap(maps, index),
    };
    const fixed = chooseScale(source, settings);
    const packets: Uint8Array[] = [];
    let done = 0;
    for (const finished of encodeMaps(source, fixed)) {
      packets.push(...finished);
      done += 1;
      onProgress(done, maps.count);
    }
    return { packets, settings: fixed, seconds: (performance.now() - start) / 1000 };
  },

  async decode(packets, name, into, onProgress) {
    const start = performance.now();
    const { scale } = checkStream(packets, name, into);
    const decoder = new MaskStreamDecoder(into.size);
    const log = new DamageLog();
    for (const [index, packet] of packets.entries()) {
      const map = decoder.decode(packet);
      if (map) labelMap(into, index).set(map.ids);
      log.note(map, decoder);
      onProgress(index + 1, packets.length);
    }
    const { damage } = log;
    return { scale, damage, seconds: (performance.now() - start) / 1000 };
  },

  explain: async (packets, size) => explainMaskStream(packets, size),
};

function checkStream(
  packets: readonly (Uint8Array | null)[],
  name: string,
  { size, count }: LabelMaps,
): RefreshHeader {
  const header = firstHeader({ packets: packets.filter((packet) => packet !== null) });
  if (!header) {
    throw new Problem(
      `The masks of ${name} are damaged: none of them can be decoded.`,
      'Get the file again, or compute the masks here.',
    );
  }
  if (header.size.width !== size.width || header.size.height !== size.height) {
    throw new Problem(
      `The masks of ${name} have ${formatSize(header.size)} pixels; the sequence has ${formatSize(size)}.`,
      'Choose the masks of this sequence.',
    );
  }
  if (packets.length !== count) {
    throw new Problem(
      `${name} has masks for ${packets.length} frames; the sequence has ${count}.`,
      'Choose masks for all frames of this sequence.',
    );
  }
  return header;
}
