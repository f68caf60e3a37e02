import type { CheckpointWeights } from '../vos/checkpointWeights.ts';
import { elements, formulaWeights, type ListedTensor } from './testWeights.ts';

/**
 * R50-AOTL with weights from a formula (`models/aot/browser_reference.py`).
 *
 * @param metadata `models/aot/metadata.json`, which Node and Vite import in different ways
 * @param reference `models/aot/browser_reference.json`
 */
export function aotFormulaWeights(
  { tensors }: { readonly tensors: readonly ListedTensor[] },
  { fitted }: { readonly fitted: Readonly<Record<string, readonly number[]>> },
): CheckpointWeights {
  return formulaWeights(tensors, fill, fitted);
}

/** The same as `random_tensor` of `models/aot/random_weights.py`. */
function fill(key: string, shape: readonly number[]): (noise: number) => number {
  if (key.endsWith('running_var')) return (noise) => 1 + 0.2 * Math.abs(noise);
  if (/(bias|running_mean)$/.test(key)) return (noise) => 0.1 * noise;
  if (key.endsWith('relative_emb_v')) return (noise) => 0.3 * noise;
  const factor = FACTORS.find(([ending]) => key.endsWith(ending))?.[1] ?? 1;
  if (shape.length < 2) return (noise) => factor * (1 + 0.1 * noise);
  const gain = key.startsWith('encoder.') ? Math.SQRT2 : 1;
  const deviation = (gain * factor) / Math.sqrt(elements(shape.slice(1)));
  return (noise) => deviation * noise;
}

const FACTORS = [
  ['linear_Q.weight', 2.5],
  ['relative_emb_k.weight', 0.5],
  ['patch_wise_id_bank.weight', 10],
  ['bn3.weight', 0.3],
] as const;
