import { LOGIT_LIMIT } from './logistic.ts';

/** The weights of a {@link ContextNetwork}, as models/mask_coder exports them. */
export interface ContextNetworkWeights {
  /** Number of features, a multiple of 8. */
  readonly features: number;
  readonly hidden: readonly [number, number];
  /** 1/1024; [hidden[0]] and [features, hidden[0]]. */
  readonly bias1: readonly number[];
  readonly weight1: readonly number[];
  /** 1/2048 and 1/64; [hidden[1]] and [hidden[0], hidden[1]]. */
  readonly bias2: readonly number[];
  readonly weight2: readonly number[];
  /** 1/2048 and 1/64; a number and [hidden[1]]. */
  readonly bias3: number;
  readonly weight3: readonly number[];
}

/** Hidden units summed at a time. */
const LANES = 8;

/** Number of cached logits: the same neighbourhoods recur along straight contours. */
const CACHE_SIZE = 1 << 16;

/**
 * A small multilayer perceptron over binary features, in integer arithmetic. It predicts a pixel
 * from its neighbourhood, with weights trained on many videos.
 *
 * Features come in words of 24 bits; the first layer adds one table row for each 8 of them.
 * Activations are clipped to 0..127 in 1/32.
 */
export class ContextNetwork {
  private readonly table: Int32Array;
  private readonly bias1: Int32Array;
  private readonly bias2: Int32Array;
  private readonly weight2: Int32Array;
  private readonly weight3: Int32Array;
  private readonly bias3: number;
  /** Start of each table row whose features are not all 0. */
  private readonly rows = new Int32Array(12);
  private readonly active: Int32Array;
  private readonly activeRows: Int32Array;
  /** The cache: four words per key, and the logits. */
  private readonly keys = new Int32Array(4 * CACHE_SIZE).fill(-1);
  private readonly logits = new Int16Array(CACHE_SIZE);

  /**
   * @param weights the sizes of the hidden layers are multiples of {@link LANES}
   * @param features the feature of each bit of the words, lowest bit first
   */
  private constructor(weights: ContextNetworkWeights, features: readonly number[]) {
    this.bias1 = Int32Array.from(weights.bias1);
    this.bias2 = Int32Array.from(weights.bias2);
    this.weight2 = Int32Array.from(weights.weight2);
    this.weight3 = Int32Array.from(weights.weight3);
    this.bias3 = weights.bias3;
    this.active = new Int32Array(weights.hidden[0]);
    this.activeRows = new Int32Array(weights.hidden[0]);
    this.table = tabulate(weights.weight1, features, weights.hidden[0]);
  }

  /** Returns the network of some weights, which is shared by all streams. */
  static of(weights: ContextNetworkWeights, features: readonly number[]): ContextNetwork {
    const existing = networks.get(weights);
    if (existing) return existing;
    const network = new ContextNetwork(weights, features);
    networks.set(weights, network);
    return network;
  }

  /**
   * @param a first word of the features, 24 bits each; unused words are 0
   * @returns a logit in 1/256
   */
  logit(a: number, b: number, c: number, d: number): number {
    const { keys, logits } = this;
    let hash = Math.imul(a, 0x9e3779b1) ^ Math.imul(b, 0x85ebca77);
    hash ^= Math.imul(c, 0xc2b2ae3d) ^ Math.imul(d, 0x27d4eb2f);
    const slot = (hash ^ (hash >>> 15)) & (CACHE_SIZE - 1);
    const key = 4 * slot;
    if (keys[key] === a && keys[key + 1] === b && keys[key + 2] === c && keys[key + 3] === d) {
      return logits[slot] as number;
    }
    const logit = this.infer(a, b, c, d);
    keys[key] = a;
    keys[key + 1] = b;
    keys[key + 2] = c;
    keys[key + 3] = d;
    logits[slot] = logit;
    return logit;
  }

  private infer(a: number, b: number, c: number, d: number): number {
    const rows = this.setRow(d, 9, this.setRow(c, 6, this.setRow(b, 3, this.setRow(a, 0, 0))));
    const units = this.activate(rows);
    const { bias2, weight2, weight3, active, activeRows } = this;
    let logit = this.bias3;
    for (let lane = 0; lane < bias2.length; lane += LANES) {
      let s0 = bias2[lane] as number;
      let s1 = bias2[lane + 1] as number;
      let s2 = bias2[lane + 2] as number;
      let s3 = bias2[lane + 3] as number;
      let s4 = bias2[lane + 4] as number;
      let s5 = bias2[lane + 5] as number;
      let s6 = bias2[lane + 6] as number;
      let s7 = bias2[lane + 7] as number;
      for (let unit = 0; unit < units; unit++) {
        const value = active[unit] as number;
        const at = (activeRows[unit] as number) + lane;
        s0 += Math.imul(value, weight2[at] as number);
        s1 += Math.imul(value, weight2[at + 1] as number);
        s2 += Math.imul(value, weight2[at + 2] as number);
        s3 += Math.imul(value, weight2[at + 3] as number);
        s4 += Math.imul(value, weight2[at + 4] as number);
        s5 += Math.imul(value, weight2[at + 5] as number);
        s6 += Math.imul(value, weight2[at + 6] as number);
        s7 += Math.imul(value, weight2[at + 7] as number);
      }
      logit += clipped(s0 >> 6) * (weight3[lane] as number);
      logit += clipped(s1 >> 6) * (weight3[lane + 1] as number);
      logit += clipped(s2 >> 6) * (weight3[lane + 2] as number);
      logit += clipped(s3 >> 6) * (weight3[lane + 3] as number);
      logit += clipped(s4 >> 6) * (weight3[lane + 4] as number);
      logit += clipped(s5 >> 6) * (weight3[lane + 5] as number);
      logit += clipped(s6 >> 6) * (weight3[lane + 6] as number);
      logit += clipped(s7 >> 6) * (weight3[lane + 7] as number);
    }
    logit >>= 3;
    return logit > LOGIT_LIMIT ? LOGIT_LIMIT : Math.max(logit, -LOGIT_LIMIT);
  }

  /** Adds the rows of a word's bytes that are not 0. @returns the new number of rows */
  private setRow(word: number, byte: number, count: number): number {
    const { rows } = this;
    const hidden = this.bias1.length;
    let rest = word;
    let next = count;
    for (let first = byte * 256; rest !== 0; first += 256) {
      const value = rest & 255;
      if (value !== 0) rows[next++] = (first + value) * hidden;
      rest >>>= 8;
    }
    return next;
  }

  /** Computes the first layer from the rows. @returns the number of active units */
  private activate(count: number): number {
    const { table, rows, bias1, active, activeRows } = this;
    const hidden2 = this.bias2.length;
    let units = 0;
    for (let lane = 0; lane < bias1.length; lane += LANES) {
      let s0 = bias1[lane] as number;
      let s1 = bias1[lane + 1] as number;
      let s2 = bias1[lane + 2] as number;
      let s3 = bias1[lane + 3] as number;
      let s4 = bias1[lane + 4] as number;
      let s5 = bias1[lane + 5] as number;
      let s6 = bias1[lane + 6] as number;
      let s7 = bias1[lane + 7] as number;
      for (let row = 0; row < count; row++) {
        const at = (rows[row] as number) + lane;
        s0 += table[at] as number;
        s1 += table[at + 1] as number;
        s2 += table[at + 2] as number;
        s3 += table[at + 3] as number;
        s4 += table[at + 4] as number;
        s5 += table[at + 5] as number;
        s6 += table[at + 6] as number;
        s7 += table[at + 7] as number;
      }
      const first = lane * hidden2;
      active[units] = clipped(s0 >> 5);
      activeRows[units] = first;
      units += s0 >= 32 ? 1 : 0;
      active[units] = clipped(s1 >> 5);
      activeRows[units] = first + hidden2;
      units += s1 >= 32 ? 1 : 0;
      active[units] = clipped(s2 >> 5);
      activeRows[units] = first + 2 * hidden2;
      units += s2 >= 32 ? 1 : 0;
      active[units] = clipped(s3 >> 5);
      activeRows[units] = first + 3 * hidden2;
      units += s3 >= 32 ? 1 : 0;
      active[units] = clipped(s4 >> 5);
      activeRows[units] = first + 4 * hidden2;
      units += s4 >= 32 ? 1 : 0;
      active[units] = clipped(s5 >> 5);
      activeRows[units] = first + 5 * hidden2;
      units += s5 >= 32 ? 1 : 0;
      active[units] = clipped(s6 >> 5);
      activeRows[units] = first + 6 * hidden2;
      units += s6 >= 32 ? 1 : 0;
      active[units] = clipped(s7 >> 5);
      activeRows[units] = first + 7 * hidden2;
      units += s7 >= 32 ? 1 : 0;
    }
    return units;
  }
}

const networks = new WeakMap<ContextNetworkWeights, ContextNetwork>();

function clipped(sum: number): number {
  return sum <= 0 ? 0 : Math.min(sum, 127);
}

/** Row (byte, value): the sum of the weights of the features that are set. */
function tabulate(
  weights: readonly number[],
  features: readonly number[],
  hidden: number,
): Int32Array {
  const bytes = features.length / 8;
  const table = new Int32Array(bytes * 256 * hidden);
  for (let byte = 0; byte < bytes; byte++) {
    for (let value = 1; value < 256; value++) {
      // One bit more than a row computed before.
      const lowest = value & -value;
      const feature = features[byte * 8 + 31 - Math.clz32(lowest)] as number;
      const rest = (byte * 256 + (value ^ lowest)) * hidden;
      const row = (byte * 256 + value) * hidden;
      for (let unit = 0; unit < hidden; unit++) {
        table[row + unit] =
          (table[rest + unit] as number) + (weights[feature * hidden + unit] as number);
      }
    }
  }
  return table;
}
