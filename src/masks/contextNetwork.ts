import { LOGIT_LIMIT } from './logistic.ts';

/** The weights of a {@link ContextNetwork}, as models/mask_coder exports them. */
export interface ContextNetworkWeights {
  /** Features, a multiple of 8. */
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

/**
 * A small multilayer perceptron over binary features in whole numbers: what a pixel's
 * neighbourhood says, learnt from many videos, before a stream has taught the coder anything.
 *
 * Features come in bytes, so that the first layer is one table row per byte. Activations are
 * clipped to 0..127 in 1/32.
 */
export class ContextNetwork {
  /** How many bytes of features. */
  readonly bytes: number;
  private readonly table: Int32Array;
  private readonly bias1: Int32Array;
  private readonly bias2: Int32Array;
  private readonly weight2: Int32Array;
  private readonly weight3: Int32Array;
  private readonly bias3: number;
  private readonly sums1: Int32Array;
  private readonly sums2: Int32Array;

  constructor(weights: ContextNetworkWeights) {
    const [hidden1, hidden2] = weights.hidden;
    this.bytes = weights.features / 8;
    this.bias1 = Int32Array.from(weights.bias1);
    this.bias2 = Int32Array.from(weights.bias2);
    this.weight2 = Int32Array.from(weights.weight2);
    this.weight3 = Int32Array.from(weights.weight3);
    this.bias3 = weights.bias3;
    this.sums1 = new Int32Array(hidden1);
    this.sums2 = new Int32Array(hidden2);
    this.table = tableOf(weights);
  }

  /**
   * @param features [bytes], the first feature in the highest bit
   * @returns a logit in 1/256
   */
  logit(features: Uint8Array): number {
    const { table, sums1, sums2, bias2, weight2, weight3 } = this;
    const hidden1 = sums1.length;
    const hidden2 = sums2.length;
    sums1.set(this.bias1);
    for (let byte = 0; byte < this.bytes; byte++) {
      const value = features[byte] as number;
      if (value === 0) continue;
      const row = (byte * 256 + value) * hidden1;
      for (let unit = 0; unit < hidden1; unit++) {
        sums1[unit] = (sums1[unit] as number) + (table[row + unit] as number);
      }
    }
    sums2.set(bias2);
    for (let unit = 0; unit < hidden1; unit++) {
      const sum = (sums1[unit] as number) >> 5;
      if (sum <= 0) continue;
      const active = Math.min(sum, 127);
      const row = unit * hidden2;
      for (let next = 0; next < hidden2; next++) {
        sums2[next] = (sums2[next] as number) + active * (weight2[row + next] as number);
      }
    }
    let logit = this.bias3;
    for (let unit = 0; unit < hidden2; unit++) {
      const sum = (sums2[unit] as number) >> 6;
      if (sum <= 0) continue;
      logit += Math.min(sum, 127) * (weight3[unit] as number);
    }
    logit >>= 3;
    return logit > LOGIT_LIMIT ? LOGIT_LIMIT : Math.max(logit, -LOGIT_LIMIT);
  }
}

/** The tables of weights that were met: streams come and go, their networks stay. */
const tables = new WeakMap<ContextNetworkWeights, Int32Array>();

function tableOf(weights: ContextNetworkWeights): Int32Array {
  const known = tables.get(weights);
  if (known) return known;
  const table = tabulate(weights.weight1, weights.features / 8, weights.hidden[0]);
  tables.set(weights, table);
  return table;
}

/** Row (byte, value): the sum of the weights of the features that are set. */
function tabulate(weights: readonly number[], bytes: number, hidden: number): Int32Array {
  const table = new Int32Array(bytes * 256 * hidden);
  for (let byte = 0; byte < bytes; byte++) {
    for (let value = 1; value < 256; value++) {
      // One bit more than a row that is done.
      const lowest = value & -value;
      const feature = byte * 8 + Math.clz32(lowest) - 24;
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
