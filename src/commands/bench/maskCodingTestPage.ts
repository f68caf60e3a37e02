// The page on which `npm run bench` times the mask stream in Chromium.
import { chooseScale } from '../../masks/chooseScale.ts';
import { decodeMaskStream } from '../../masks/decodeMaskStream.ts';
import { encodeMaskStream } from '../../masks/encodeMaskStream.ts';
import type { MapSource } from '../../masks/maskStream.ts';

declare global {
  interface Window {
    /** Separate steps, so that each can be timed. */
    maskCoding: {
      /** @param packets bytes of a lossless stream */
      load(packets: readonly (readonly number[])[]): void;
      /** Decodes the loaded stream; its maps are used for encoding. */
      decodeLossless(): void;
      encodeLossless(): void;
      /** Encodes with loss; includes the choice of the scale. */
      encodeLossy(quality: number): void;
      decodeLossy(): void;
    };
  }
}

let loaded: Uint8Array[] = [];
let source: MapSource | null = null;
let lossy: readonly Uint8Array[] = [];

window.maskCoding = {
  load(packets) {
    loaded = packets.map((bytes) => Uint8Array.from(bytes));
  },
  decodeLossless() {
    source = decoded(loaded);
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
  if (!source) throw new Error('no maps are loaded');
  const settings = chooseScale(source, { quality, scale: 'auto', refresh: 0 });
  return encodeMaskStream(source, settings).packets;
}

/** @throws Error when a map is damaged */
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
