import { isProblem } from '../problem.ts';
import type { FrameSize } from '../sequence/frames.ts';
import type { BlockMeter } from './blockMeter.ts';
import { ByteReader, TruncatedError } from './byteReader.ts';
import { crc32 } from './crc32.ts';
import { type BitCoder, RangeDecoder } from './entropy/rangeCoder.ts';
import { MapCoder } from './mapCoder.ts';
import { isRefresh, NO_REFRESH } from './maskStream.ts';
import { PIXEL_NETWORKS } from './pixelNetworks.ts';
import { type RefreshHeader, readRefreshHeader } from './refreshHeader.ts';
import { upscale } from './scaling.ts';

/** Of maps that came out, but whose period is not what was coded: any of them may be wrong. */
export const WRONG_CHECKSUM = 'the checksum of its refresh period is wrong';

/** A map as it came out. */
export interface DecodedMap {
  /** [height, width] ids; where it is damaged those of the last good map. */
  readonly ids: Uint8Array;
  /** Why it cannot be trusted; null where nothing is known against it. */
  readonly damage: string | null;
}

/** Maps that turned out wrong when their refresh period ended: only then the checksum tells. */
export interface DamagedPeriod {
  /** Numbers of packets, both included. */
  readonly first: number;
  readonly last: number;
}

/**
 * Decodes packets one after another, from any refresh on. Damage never throws: the maps from there
 * to the next refresh are marked.
 */
export class MaskStreamDecoder {
  /** Of the maps; null before the first refresh. */
  size: FrameSize | null;
  /** The refresh period that just ended with a wrong checksum; null else. */
  damagedPeriod: DamagedPeriod | null = null;
  private header: RefreshHeader | null = null;
  private coder: MapCoder | null = null;
  private checksum = 0;
  private number = 0;
  private start = 0;
  private ids: Uint8Array | null = null;

  /**
   * @param size that the maps must have, where that is known
   * @param meter is told where the bits go; decoding is slower with it
   */
  constructor(
    size: FrameSize | null = null,
    private readonly meter: BlockMeter | null = null,
  ) {
    this.size = size;
  }

  /**
   * Decodes the next packet.
   *
   * @param packet null where it is missing
   * @returns null where no map is known yet, i.e. before the first refresh
   * @throws Problem when a newer version wrote it
   */
  decode(packet: Uint8Array | null): DecodedMap | null {
    this.damagedPeriod = null;
    const damage = this.take(packet);
    if (damage) this.coder = null;
    else this.endPeriod();
    this.number++;
    return this.ids && { ids: this.ids, damage };
  }

  /** @returns what is wrong */
  private take(packet: Uint8Array | null): string | null {
    if (!packet) return 'the packet is missing';
    try {
      return isRefresh(packet) ? this.takeRefresh(packet) : this.takeInter(packet);
    } catch (error) {
      if (error instanceof TruncatedError) return error.message;
      // No stream changes its version: where one was read before, a bit of this one is wrong.
      if (isProblem(error) && this.header) return 'the header of the refresh is damaged';
      throw error;
    }
  }

  private takeRefresh(packet: Uint8Array): string | null {
    const reader = new ByteReader(packet);
    const header = readRefreshHeader(reader);
    if (!header) return 'the header of the refresh is damaged';
    const { size, scale, ids } = header;
    if (this.size && (size.width !== this.size.width || size.height !== this.size.height)) {
      return `the maps have ${size.width}×${size.height} pixels, not ${this.size.width}×${this.size.height}`;
    }
    const width = Math.ceil(size.width / scale);
    const height = Math.ceil(size.height / scale);
    this.size = size;
    this.header = header;
    this.coder = new MapCoder({ width, height, labels: ids.length, scale }, PIXEL_NETWORKS);
    this.checksum = 0;
    this.start = this.number;
    const decoder = new RangeDecoder(packet.subarray(reader.position));
    this.coder.codeIntra(this.metered(decoder, true), null);
    return this.finish(decoder);
  }

  private takeInter(packet: Uint8Array): string | null {
    const { coder, header } = this;
    if (!coder || !header) return 'nothing before it could be decoded since the last refresh';
    if (this.number - this.start >= header.count) return 'a refresh should stand here';
    const decoder = new RangeDecoder(packet);
    if (!decoder.code(1, NO_REFRESH)) return 'it is damaged';
    coder.codeInter(this.metered(decoder, false), null);
    return this.finish(decoder);
  }

  private metered(decoder: RangeDecoder, isIntra: boolean): BitCoder {
    const { meter, coder } = this;
    return meter && coder ? meter.listen(coder, decoder, isIntra) : decoder;
  }

  private finish(decoder: RangeDecoder): string | null {
    const { coder, header, size } = this;
    if (!coder || !header || !size) return null;
    // A code word that is cut off cannot be told from one that ends in zeros: the checksum tells.
    if (decoder.left > 0) return 'it is damaged';
    const cells = coder.previous.toMap();
    this.checksum = crc32(cells, this.checksum);
    for (let at = 0; at < cells.length; at++) cells[at] = header.ids[cells[at] as number] as number;
    this.ids = upscale(cells, size, header.scale);
    return null;
  }

  /** At the last map of a period its checksum tells whether all of them were right. */
  private endPeriod(): void {
    const { header, start, number } = this;
    if (!this.coder || !header || number - start !== header.count - 1) return;
    if (this.checksum !== header.checksum) this.damagedPeriod = { first: start, last: number };
  }
}

/** What is wrong with each map of a stream, as decoding goes on. */
export class DamageLog {
  /** Null where nothing is known against a map. */
  readonly damage: (string | null)[] = [];

  /** Takes down the map that `decoder` just gave, and the period that it found wrong. */
  note(map: DecodedMap | null, { damagedPeriod }: MaskStreamDecoder): void {
    this.damage.push(map ? map.damage : 'nothing before it could be decoded');
    if (!damagedPeriod) return;
    for (let index = damagedPeriod.first; index <= damagedPeriod.last; index++) {
      this.damage[index] ??= WRONG_CHECKSUM;
    }
  }
}

/** All maps of a stream. */
export interface DecodedMaskStream {
  readonly size: FrameSize;
  /** null before the first refresh that could be read. */
  readonly maps: readonly (DecodedMap | null)[];
}

/**
 * Decodes a whole stream, and keeps all of its maps.
 *
 * @param packets null where one is missing
 * @returns null where it has no refresh that can be read
 * @throws Problem when a newer version wrote it
 */
export function decodeMaskStream(
  packets: readonly (Uint8Array | null)[],
  size: FrameSize | null = null,
): DecodedMaskStream | null {
  const decoder = new MaskStreamDecoder(size);
  const log = new DamageLog();
  const decoded = packets.map((packet) => {
    const map = decoder.decode(packet);
    log.note(map, decoder);
    return map;
  });
  const maps = decoded.map((map, index) => map && { ...map, damage: log.damage[index] ?? null });
  return decoder.size && { size: decoder.size, maps };
}
