import {
  dict,
  type Piece,
  storage,
  tensor,
  zipCheckpoint,
} from '../../checkpoint/testing/testPickles.ts';
import type { CheckpointWeights } from '../vos/checkpointWeights.ts';
import type { ListedTensor } from './testWeights.ts';

interface FileOptions {
  /** Key of the dict that contains the state dict, null for none. */
  readonly wrapper?: string | null;
  /** Prefix of each tensor's key, such as `module.`. */
  readonly prefix?: string;
  /** Keys of tensors to leave out. */
  readonly without?: readonly string[];
  /** Shapes of zero tensors to add, by key. */
  readonly more?: Readonly<Record<string, readonly number[]>>;
}

/**
 * Weights as a file that `torch.save` of a state dict would write.
 *
 * @param tensors of the network, as its `metadata.json` lists them
 */
export async function checkpointFile(
  weights: CheckpointWeights,
  tensors: readonly ListedTensor[],
  { wrapper = null, prefix = '', without = [], more = {} }: FileOptions = {},
): Promise<Blob> {
  const graphs = new Set(tensors.flatMap((listed) => listed.graphs));
  const bytes = new Map<string, Uint8Array>();
  for (const graph of graphs) {
    for (const { path, data } of await weights.tensorsOf(graph)) bytes.set(path, data);
  }
  const listed = tensors
    .filter(({ key }) => !without.includes(key))
    .map(({ key, shape }) => ({ key, shape, data: bytes.get(key) }));
  for (const [key, shape] of Object.entries(more)) {
    listed.push({ key, shape, data: new Uint8Array(4 * count(shape)) });
  }
  const blocks: Record<string, Uint8Array> = {};
  const state: Record<string, Piece> = {};
  for (const [index, { key, shape, data }] of listed.entries()) {
    if (!data) continue;
    blocks[index] = data;
    const elements = storage(String(index), count(shape));
    state[`${prefix}${key}`] = tensor(elements, shape, stridesOf(shape));
  }
  return zipCheckpoint(wrapper ? dict({ [wrapper]: dict(state) }) : dict(state), blocks);
}

function count(shape: readonly number[]): number {
  return shape.reduce((product, size) => product * size, 1);
}

function stridesOf(shape: readonly number[]): number[] {
  return shape.map((_, axis) => count(shape.slice(axis + 1)));
}
