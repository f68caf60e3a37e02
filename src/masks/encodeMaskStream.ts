import type { FrameSize } from '../sequence/frames.ts';
import { crc32 } from './crc32.ts';
import { jaccardDistortion } from './encoder/maskDistortion.ts';
import { MotionSearch } from './encoder/motionSearch.ts';
import { Simplifier } from './encoder/simplify.ts';
import type { DecisionObserver, PixelNetworks } from './entropy/pixelCoder.ts';
import { RangeEncoder } from './entropy/rangeCoder.ts';
import { LabelPlane } from './labelPlane.ts';
import { MapCoder } from './mapCoder.ts';
import {
  type MapSource,
  type MaskStream,
  type MaskStreamSettings,
  NO_REFRESH,
} from './maskStream.ts';
import { PIXEL_NETWORKS } from './pixelNetworks.ts';
import { writeRefreshHeader } from './refreshHeader.ts';
import { codedSize, downscale } from './scaling.ts';

/** Settings with a chosen scale. */
export interface FixedSettings extends Omit<MaskStreamSettings, 'scale'> {
  readonly scale: 1 | 2 | 3;
}

/** Used to train the networks. */
export interface TrainingHooks {
  readonly networks: PixelNetworks;
  readonly observer: DecisionObserver;
}

/**
 * Encodes label maps in order, each predicted from the previous DECODED maps.
 *
 * @yields once per map: all packets of a refresh period at its end, because its first packet holds
 *   a checksum of the whole period; otherwise an empty list
 */
export function* encodeMaps(
  source: MapSource,
  settings: FixedSettings,
  training: TrainingHooks | null = null,
): Generator<Uint8Array[]> {
  const period = settings.refresh > 0 ? settings.refresh : source.count;
  for (let first = 0; first < source.count; first += period) {
    yield* encodePeriod(source, first, Math.min(period, source.count - first), settings, training);
  }
}

/** Like {@link encodeMaps}, without intermediate results. */
export function encodeMaskStream(source: MapSource, settings: FixedSettings): MaskStream {
  return { packets: [...encodeMaps(source, settings)].flat() };
}

function* encodePeriod(
  source: MapSource,
  first: number,
  count: number,
  { quality, scale }: FixedSettings,
  training: TrainingHooks | null,
): Generator<Uint8Array[]> {
  const { size } = source;
  const ids = idsOf(source, first, count);
  const labelOf = new Uint8Array(256);
  for (const [label, id] of ids.entries()) labelOf[id] = label;
  const coded = codedSize(size, scale);
  const encoder = new PeriodEncoder(coded, size, ids.length, scale, quality, training);
  const words: Uint8Array[] = [];
  for (let index = first; index < first + count; index++) {
    words.push(encoder.encode(translated(source.map(index), labelOf)));
    if (index < first + count - 1) yield [];
  }
  const { checksum } = encoder;
  const header = writeRefreshHeader({ size, scale, ids, count, checksum });
  const [word = new Uint8Array(), ...others] = words;
  yield [Uint8Array.from([...header, ...word]), ...others];
}

/** The ids that occur, ascending, always with 0. */
function idsOf(source: MapSource, first: number, count: number): number[] {
  const seen = new Uint8Array(256);
  seen[0] = 1;
  for (let index = first; index < first + count; index++) {
    const map = source.map(index);
    let last = 0;
    for (let at = 0; at < map.length; at++) {
      const id = map[at] as number;
      if (id === last) continue;
      seen[id] = 1;
      last = id;
    }
  }
  return [...seen.keys()].filter((id) => seen[id]);
}

function translated(map: Uint8Array, labelOf: Uint8Array): Uint8Array {
  const labels = new Uint8Array(map.length);
  for (let at = 0; at < map.length; at++) {
    const id = map[at] as number;
    if (id !== 0) labels[at] = labelOf[id] as number;
  }
  return labels;
}

/** Encodes the maps of one refresh period. */
class PeriodEncoder {
  checksum = 0;
  private readonly coder: MapCoder;
  private readonly encoder = new RangeEncoder();
  private readonly motion: MotionSearch;
  private readonly simplifier: Simplifier;
  private isFirst = true;

  constructor(
    private readonly coded: FrameSize,
    private readonly size: FrameSize,
    private readonly labels: number,
    private readonly scale: number,
    private readonly quality: number | 'lossless',
    training: TrainingHooks | null,
  ) {
    const networks = training?.networks ?? PIXEL_NETWORKS;
    this.coder = new MapCoder({ ...coded, labels, scale }, networks, training?.observer ?? null);
    this.motion = new MotionSearch(this.coder);
    this.simplifier = new Simplifier(this.coder);
  }

  /**
   * @param map [size] labels
   * @returns its code word
   */
  encode(map: Uint8Array): Uint8Array {
    const { coder, encoder, coded, size, scale } = this;
    const target = LabelPlane.of(coded, downscale(map, size, scale));
    if (this.isFirst) {
      coder.codeIntra(encoder, target);
      this.isFirst = false;
    } else {
      encoder.code(1, NO_REFRESH);
      this.encodeInter(map, target);
    }
    this.checksum = crc32(coder.previous.toMap(), this.checksum);
    return encoder.finish();
  }

  private encodeInter(map: Uint8Array, target: LabelPlane): void {
    const { coder, encoder, size, scale, quality, labels } = this;
    if (target.equals(coder.previous)) {
      coder.codeInter(encoder, null, true);
      return;
    }
    const field = this.motion.search(target, quality === 'lossless');
    if (quality !== 'lossless') {
      const distortion = jaccardDistortion(map, size, scale, labels, quality);
      this.simplifier.run(target, field, distortion);
    }
    const still = target.equals(coder.previous);
    coder.codeInter(encoder, still ? null : { target, field }, still);
  }
}
