import type { CheckpointWeights } from '../vos/checkpointWeights.ts';

/** A tensor as a network's `metadata.json` lists it. */
export interface ListedTensor {
  readonly key: string;
  readonly shape: readonly number[];
  readonly graphs: readonly string[];
}

/**
 * The tensors of a network without a checkpoint, as `models/common/formula_weights.py` computes them.
 *
 * @param fill computes an element of a tensor from noise of mean 0 and variance 1
 * @param fitted elements of the tensors that are not noise, by key
 */
export function formulaWeights(
  tensors: readonly ListedTensor[],
  fill: (key: string, shape: readonly number[]) => (noise: number, index: number) => number,
  fitted: Readonly<Record<string, readonly number[]>>,
): CheckpointWeights {
  return {
    async tensorsOf(graph) {
      return tensors
        .filter(({ graphs }) => graphs.includes(graph))
        .map(({ key, shape }) => {
          const values = fitted[key]
            ? Float32Array.from(fitted[key])
            : formulaNoise(key, elements(shape)).map(fill(key, shape));
          return { path: key, data: new Uint8Array(Float32Array.from(values).buffer) };
        });
    },
  };
}

/** Uniform between −√3 and √3, with a different series for each key. */
function formulaNoise(key: string, count: number): Float64Array {
  const seed = fnv1a(key);
  const noise = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    // The finaliser of MurmurHash3, which spreads neighbouring numbers over all values.
    let state = (Math.imul(i, 0x9e3779b1) + seed) | 0;
    state = Math.imul(state ^ (state >>> 16), 0x85ebca6b);
    state = Math.imul(state ^ (state >>> 13), 0xc2b2ae35);
    state = (state ^ (state >>> 16)) >>> 0;
    noise[i] = (state / 2 ** 31 - 1) * Math.sqrt(3);
  }
  return noise;
}

/** The 32-bit Fowler–Noll–Vo hash of an ASCII text. */
function fnv1a(text: string): number {
  let state = 0x811c9dc5;
  for (let i = 0; i < text.length; i++) {
    state = Math.imul(state ^ text.charCodeAt(i), 0x01000193);
  }
  return state;
}

export function elements(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

/** Decodes a reference's run-length coded label map: an id, its run length, the next id, … */
export function decodeRuns(runs: readonly number[]): number[] {
  const ids: number[] = [];
  for (let index = 0; index < runs.length; index += 2) {
    const [id = 0, length = 0] = runs.slice(index, index + 2);
    for (let i = 0; i < length; i++) ids.push(id);
  }
  return ids;
}
