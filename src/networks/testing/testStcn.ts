import reference from '../../../models/stcn/browser_reference.json';
import metadata from '../../../models/stcn/metadata.json';
import type { CheckpointWeights } from '../vos/checkpointWeights.ts';
import { elements, formulaWeights } from './testWeights.ts';

/** STCN with weights from a formula (`models/stcn/browser_reference.py`). */
export function stcnFormulaWeights(): CheckpointWeights {
  return formulaWeights(metadata.tensors, fill, reference.fitted);
}

/** The same as `random_tensor` of `models/stcn/random_weights.py`. */
function fill(key: string, shape: readonly number[]): (noise: number, index: number) => number {
  if (key.endsWith('running_var')) return (noise) => 1 + 0.2 * Math.abs(noise);
  if (/(bias|running_mean)$/.test(key)) return (noise) => 0.1 * noise;
  const factor = FACTORS.find(([ending]) => key.endsWith(ending))?.[1] ?? 1;
  if (shape.length < 2) return (noise) => factor * (1 + 0.1 * noise);
  const summed = elements(shape.slice(1));
  const deviation = factor * Math.sqrt(2 / summed);
  if (key !== MASKS) return (noise) => deviation * noise;
  const pictures = 3 * elements(shape.slice(2));
  return (noise, index) => deviation * noise * (index % summed < pictures ? 1 : MASK_FACTOR);
}

const FACTORS = [
  ['bn3.weight', 0.4],
  ['bn2.weight', 0.4],
  ['out_conv.conv2.weight', 0.5],
  ['key_proj.weight', 0.7],
] as const;
const MASKS = 'value_encoder.conv1.weight';
const MASK_FACTOR = 4;
