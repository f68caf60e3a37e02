// The page on which `npm run bench` times the mask stream in Chromium.
import { chooseScale } from '../../masks/chooseScale.ts';
import { decodeMaskStream } from '../../masks/decodeMaskStream.ts';
import { encodeMaskStream } from '../../masks/encodeMaskStream.ts';
import type { MapSource } from '../../masks/maskStream.ts';

declare global {
  interface Window {
    /** One after another, so that each can be timed. */
    maskCoding: {
      /** @param packets bytes of a lossless stream */
      give(packets: readonly (readonly number[])[]): void;
      /** Decodes the given stream: its maps are what is coded next. */
      decodeLossless(): void;
      encodeLossless(): void;
      /** Encodes with loss, the choice of the scale included. */
      encodeLossy(quality: number): void;
      decodeLossy(): void;
    };
  }
}

let given: Uint8Array[] = [];
let source: MapSource | null = null;
let lossy: readonly Uint8Array[] = [];

window.maskCoding = {
  give(packets) {
    given = packets.map((bytes) => Uint8Array.from(bytes));
  },
  decodeLossless() {
    source = decoded(given);
  },
  encodeLossless() {
    encoded('lossless');
  },
  encodeLossy(quality) {
    lossy = encoded(quality);
  },
  decodeLossy() {
    decoded(lossy);
  },
};

function encoded(quality: number | 'lossless'): readonly Uint8Array[] {
  if (!source) throw new Error('no maps were given');
  const settings = chooseScale(source, { quality, scale: 'auto', refresh: 0 });
  return encodeMaskStream(source, settings).packets;
}

/** @throws where a map is not as it was coded */
function decoded(packets: readonly Uint8Array[]): MapSource {
  const stream = decodeMaskStream(packets);
  if (!stream) throw new Error('the stream has no refresh');
  const maps = stream.maps.map((map, index) => {
    if (!map || map.damage) throw new Error(`map ${index}: ${map?.damage ?? 'nothing'}`);
    return map.ids;
  });
  return {
    size: stream.size,
    count: maps.length,
    map: (index) => maps[index] as Uint8Array,
  };
}
