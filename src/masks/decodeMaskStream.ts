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

/** Damage of maps that were decoded, but whose refresh period fails its checksum. */
export const WRONG_CHECKSUM = 'the checksum of its refresh period is wrong';

export interface DecodedMap {
  /** [height, width] ids; those of the last good map if this one is damaged. */
  readonly ids: Uint8Array;
  /** Why it cannot be trusted; null if no damage was detected. */
  readonly damage: string | null;
}

/** A refresh period whose checksum is wrong, which is detected at its end. */
export interface DamagedPeriod {
  /** Indices of its first and last packets. */
  readonly first: number;
  readonly last: number;
}

/**
 * Decodes packets sequentially, starting at any refresh. Damage does not throw: it marks the maps
 * up to the next refresh.
 */
export class MaskStreamDecoder {
  /** Size of the maps; null before the first refresh. */
  size: FrameSize | null;
  /** The refresh period that ended with the last packet if its checksum is wrong, else null. */
  damagedPeriod: DamagedPeriod | null = null;
  private header: RefreshHeader | null = null;
  private coder: MapCoder | null = null;
  private checksum = 0;
  private number = 0;
  private start = 0;
  private ids: Uint8Array | null = null;

  /**
   * @param size that the maps must have, or null if unknown
   * @param meter counts the bits of each block; it slows decoding down
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
   * @param packet null if it is missing
   * @returns null before the first refresh that can be decoded
   * @throws Problem when the stream has a newer version
   */
  decode(packet: Uint8Array | null): DecodedMap | null {
    this.damagedPeriod = null;
    const damage = this.take(packet);
    if (damage) this.coder = null;
    else this.endPeriod();
    this.number++;
    return this.ids && { ids: this.ids, damage };
  }

  /** @returns what is wrong with the packet, or null */
  private take(packet: Uint8Array | null): string | null {
    if (!packet) return 'the packet is missing';
    try {
      return isRefresh(packet) ? this.takeRefresh(packet) : this.takeInter(packet);
    } catch (error) {
      if (error instanceof TruncatedError) return error.message;
      // The version cannot change within a stream: after a good refresh this means a bit error.
      if (isProblem(error) && this.header) return 'the refresh header is damaged';
      throw error;
    }
  }

  private takeRefresh(packet: Uint8Array): string | null {
    const reader = new ByteReader(packet);
    const header = readRefreshHeader(reader);
    if (!header) return 'the refresh header is damaged';
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
    if (!coder || !header) return 'an earlier packet of its refresh period could not be decoded';
    if (this.number - this.start >= header.count) return 'a refresh is missing here';
    const decoder = new RangeDecoder(packet);
    if (!decoder.code(1, NO_REFRESH)) return 'the packet is damaged';
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
    // A truncated code word looks like one with trailing zeros; only the checksum detects it.
    if (decoder.left > 0) return 'the packet is damaged';
    const cells = coder.previous.toMap();
    this.checksum = crc32(cells, this.checksum);
    for (let at = 0; at < cells.length; at++) cells[at] = header.ids[cells[at] as number] as number;
    this.ids = upscale(cells, size, header.scale);
    return null;
  }

  /** Compares the checksum after the last map of a period. */
  private endPeriod(): void {
    const { header, start, number } = this;
    if (!this.coder || !header || number - start !== header.count - 1) return;
    if (this.checksum !== header.checksum) this.damagedPeriod = { first: start, last: number };
  }
}

/** Collects the damage of each map while a stream is decoded. */
export class DamageLog {
  /** One entry per map; null if no damage was detected. */
  readonly damage: (string | null)[] = [];

  /** Records the map that `decoder` just returned and its damaged period. */
  note(map: DecodedMap | null, { damagedPeriod }: MaskStreamDecoder): void {
    this.damage.push(map ? map.damage : 'no map could be decoded yet');
    if (!damagedPeriod) return;
    for (let index = damagedPeriod.first; index <= damagedPeriod.last; index++) {
      this.damage[index] ??= WRONG_CHECKSUM;
    }
  }
}

export interface DecodedMaskStream {
  readonly size: FrameSize;
  /** One entry per packet; null before the first refresh that could be decoded. */
  readonly maps: readonly (DecodedMap | null)[];
}

/**
 * Decodes a whole stream.
 *
 * @param packets null for a missing packet
 * @returns null if no refresh can be decoded
 * @throws Problem when the stream has a newer version
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
