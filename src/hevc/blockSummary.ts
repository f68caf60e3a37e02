import {
  BIT_KINDS,
  type BitKind,
  MODE,
  PARTITION,
  type PictureBits,
  type PictureBlocks,
} from './pictureBlocks.ts';

/** What a part of a picture is predicted from, for areas. They cover the picture. */
export const KINDS = ['skip', 'merge', 'inter', 'intra'] as const;

/**
 * - `skip`: coding units that are skipped: motion of a neighbour, no residual;
 * - `merge`: prediction units with the motion of a neighbour, in coding units that are not skipped;
 * - `inter`: prediction units with vectors of their own;
 * - `intra`: predicted from their surroundings.
 */
export type Kind = (typeof KINDS)[number];

export type ModeName = keyof typeof MODE;
export type PartitionName = keyof typeof PARTITION;

const MODE_NAMES = ['intra', 'inter', 'skip'] as const satisfies readonly ModeName[];
const PARTITION_NAMES = Object.keys(PARTITION) as readonly PartitionName[];

/** How many coding units there are, and how much they cover. */
export interface UnitCount {
  readonly count: number;
  /** Of the coded picture, 0..1. */
  readonly area: number;
}

/** Coding units of one size. */
export interface SizeCount extends UnitCount {
  /** Side in luma samples. */
  readonly size: number;
  readonly modes: Readonly<Record<ModeName, UnitCount>>;
}

/** What a picture consists of. Areas are shares of the coded picture, 0..1. */
export interface BlockSummary {
  /** Area of the coding units that were read: 1 unless the picture is damaged. */
  readonly read: number;
  readonly codingUnits: number;
  readonly predictionUnits: number;
  readonly transformUnits: number;
  /** Area of each kind of prediction. */
  readonly area: Readonly<Record<Kind, number>>;
  readonly modes: Readonly<Record<ModeName, UnitCount>>;
  /** From large to small; sizes that do not occur are left out. */
  readonly sizes: readonly SizeCount[];
  /** How coding units that are not skipped are divided into prediction units. */
  readonly partitions: Readonly<Record<PartitionName, number>>;
  /** Intra prediction units, by direction: planar, DC, 2 to 34, and samples written as they are. */
  readonly intra: {
    readonly planar: UnitCount;
    readonly dc: UnitCount;
    readonly angular: UnitCount;
    readonly pcm: UnitCount;
    /** Area of each of the 35 modes. */
    readonly modes: readonly number[];
  };
  /** QP of luma: mean over the area, smallest and largest; null if no unit was read. */
  readonly qp: { readonly mean: number; readonly least: number; readonly most: number } | null;
  readonly bits: PictureBits;
  /** Bits of the coding units, by what they say. */
  readonly bitKinds: Readonly<Record<BitKind, number>>;
  /** Bits of the coding units of each mode. */
  readonly modeBits: Readonly<Record<ModeName, number>>;
  /**
   * Slices by type, with the bits of their coding units and of their sample adaptive offset;
   * headers apart.
   */
  readonly slices: Readonly<
    Record<'I' | 'P' | 'B', { readonly count: number; readonly bits: number }>
  >;
}

/** Counts a picture's blocks. */
export function summarize(blocks: PictureBlocks): BlockSummary {
  const { coding, prediction, transform, width, height } = blocks;
  const pixels = width * height;
  const counter = new UnitCounter(blocks);
  for (let unit = 0; unit < coding.count; unit++) counter.add(unit);
  const { area, qp } = counter;
  return {
    read: sum(Object.values(area)) / pixels,
    codingUnits: coding.count,
    predictionUnits: prediction.count,
    transformUnits: transform.count,
    area: mapValues(area, (samples) => samples / pixels),
    modes: shares(counter.modes, pixels),
    sizes: counter.sizes(pixels),
    partitions: counter.partitions,
    intra: {
      planar: share(counter.intra.planar, pixels),
      dc: share(counter.intra.dc, pixels),
      angular: share(counter.intra.angular, pixels),
      pcm: share(counter.intra.pcm, pixels),
      modes: counter.intraModes.map((samples) => samples / pixels),
    },
    qp: coding.count === 0 ? null : { ...qp, mean: qp.mean / sum(Object.values(area)) },
    bits: blocks.bits,
    bitKinds: counter.bitKinds,
    modeBits: counter.modeBits,
    slices: counter.slices,
  };
}

/** Planar, DC, and the directions. */
const INTRA_MODES = 35;

/** Counts and samples, not shares yet. */
interface Samples {
  count: number;
  samples: number;
}

type Modes = Record<ModeName, Samples>;

class UnitCounter {
  readonly area: Record<Kind, number> = { skip: 0, merge: 0, inter: 0, intra: 0 };
  readonly modes = noModes();
  readonly partitions = recordOf(PARTITION_NAMES, 0);
  readonly intra = { planar: none(), dc: none(), angular: none(), pcm: none() };
  readonly intraModes = new Array<number>(INTRA_MODES).fill(0);
  readonly bitKinds = recordOf(BIT_KINDS, 0);
  readonly modeBits = recordOf(MODE_NAMES, 0);
  /** The mean is a sum over samples until it is divided. */
  readonly qp = { mean: 0, least: Number.POSITIVE_INFINITY, most: Number.NEGATIVE_INFINITY };
  readonly slices = {
    I: { count: 0, bits: 0 },
    P: { count: 0, bits: 0 },
    B: { count: 0, bits: 0 },
  };
  private readonly bySize = new Map<number, Modes>();

  constructor(private readonly blocks: PictureBlocks) {
    const { slices, adaptiveOffsets, sliceOf } = blocks;
    for (const { type } of slices) this.slices[type].count += 1;
    for (const [block, bits] of adaptiveOffsets.bits.entries()) {
      const slice = slices[sliceOf[block] as number];
      if (slice) this.slices[slice.type].bits += bits;
    }
  }

  add(unit: number): void {
    const { coding } = this.blocks;
    const log2Size = coding.log2Size[unit] as number;
    const samples = 1 << (2 * log2Size);
    const mode = modeName(coding.mode[unit] as number);
    const ofSize = this.bySize.get(log2Size) ?? noModes();
    this.bySize.set(log2Size, ofSize);
    count(ofSize[mode], samples);
    count(this.modes[mode], samples);
    if (mode !== 'skip') this.partitions[partitionName(coding.partition[unit] as number)] += 1;
    this.addQp(coding.qp[unit] as number, samples);
    this.addBits(unit, mode);
    const end = coding.firstPrediction[unit + 1] as number;
    for (let part = coding.firstPrediction[unit] as number; part < end; part++) {
      this.addPrediction(part, mode);
    }
  }

  sizes(pixels: number): SizeCount[] {
    return [...this.bySize]
      .toSorted(([a], [b]) => b - a)
      .map(([log2Size, modes]) => {
        const all = Object.values(modes).reduce((total, mode) => ({
          count: total.count + mode.count,
          samples: total.samples + mode.samples,
        }));
        return { size: 1 << log2Size, ...share(all, pixels), modes: shares(modes, pixels) };
      });
  }

  private addPrediction(part: number, mode: ModeName): void {
    const { prediction } = this.blocks;
    const samples = (prediction.width[part] as number) * (prediction.height[part] as number);
    const isMerged = prediction.mergeIndex[part] !== 255;
    this.area[mode === 'inter' && isMerged ? 'merge' : mode] += samples;
    if (mode !== 'intra') return;
    const intraMode = prediction.intraMode[part] as number;
    count(this.intra[intraKind(intraMode)], samples);
    if (intraMode < INTRA_MODES)
      this.intraModes[intraMode] = samples + (this.intraModes[intraMode] ?? 0);
  }

  private addQp(qp: number, samples: number): void {
    this.qp.mean += qp * samples;
    this.qp.least = Math.min(this.qp.least, qp);
    this.qp.most = Math.max(this.qp.most, qp);
  }

  private addBits(unit: number, mode: ModeName): void {
    const { coding, slices, sliceOf, width, log2TreeBlock } = this.blocks;
    let all = 0;
    for (const [kind, name] of BIT_KINDS.entries()) {
      const bits = coding.bits[unit * BIT_KINDS.length + kind] as number;
      this.bitKinds[name] += bits;
      all += bits;
    }
    this.modeBits[mode] += all;
    const blocksAcross = Math.ceil(width / (1 << log2TreeBlock));
    const column = (coding.x[unit] as number) >> log2TreeBlock;
    const row = (coding.y[unit] as number) >> log2TreeBlock;
    const slice = slices[sliceOf[row * blocksAcross + column] as number];
    if (slice) this.slices[slice.type].bits += all;
  }
}

/** The name of a {@link MODE}. */
export function modeName(mode: number): ModeName {
  return mode === MODE.intra ? 'intra' : mode === MODE.skip ? 'skip' : 'inter';
}

/** The name of a {@link PARTITION}. */
export function partitionName(partition: number): PartitionName {
  return PARTITION_NAMES[partition] ?? '2Nx2N';
}

function intraKind(mode: number): 'planar' | 'dc' | 'angular' | 'pcm' {
  if (mode >= INTRA_MODES) return 'pcm';
  return mode === 0 ? 'planar' : mode === 1 ? 'dc' : 'angular';
}

function sum(values: readonly number[]): number {
  return values.reduce((total, value) => total + value, 0);
}

function none(): Samples {
  return { count: 0, samples: 0 };
}

function noModes(): Modes {
  return { intra: none(), inter: none(), skip: none() };
}

function count(counted: Samples, samples: number): void {
  counted.count += 1;
  counted.samples += samples;
}

function share({ count, samples }: Samples, pixels: number): UnitCount {
  return { count, area: samples / pixels };
}

function shares(modes: Modes, pixels: number): Record<ModeName, UnitCount> {
  return mapValues(modes, (mode) => share(mode, pixels));
}

function recordOf<Name extends string>(names: readonly Name[], value: number) {
  return Object.fromEntries(names.map((name) => [name, value])) as Record<Name, number>;
}

function mapValues<Name extends string, From, To>(
  record: Readonly<Record<Name, From>>,
  change: (value: From) => To,
): Record<Name, To> {
  const entries = Object.entries<From>(record).map(([name, value]) => [name, change(value)]);
  return Object.fromEntries(entries) as Record<Name, To>;
}
