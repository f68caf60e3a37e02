import type { Container } from './container.ts';
import { type Dtype, elementBytes } from './dtype.ts';
import { PickleTuple, type PickleValue, TensorReference } from './pickleValues.ts';
import { damaged, quoted, unsupported } from './refusals.ts';

/** A tensor of a checkpoint and its place in the file. */
export interface TensorEntry {
  /** Keys that lead to it, such as `['state_dict', 'conv1.weight']`; indices in lists. */
  readonly path: readonly string[];
  readonly dtype: Dtype;
  readonly shape: readonly number[];
  /** Of each dimension, in elements. */
  readonly strides: readonly number[];
  /** Bytes from the file's start to the first element. */
  readonly offset: number;
  /** Bytes from the first element to the end of the last one, including any gaps. */
  readonly length: number;
  /** True if the elements are stored in index order without gaps. */
  readonly isContiguous: boolean;
}

/**
 * Returns all tensors in the dicts, lists and tuples of a checkpoint, in order.
 *
 * @throws Problem naming a tensor that is not inside its storage, or overlaps itself
 */
export function findTensors({ root, blocks }: Container, name: string): readonly TensorEntry[] {
  const found: TensorEntry[] = [];
  const above = new Set<PickleValue>();
  let visited = 0;
  const visit = (value: PickleValue, path: readonly string[]): void => {
    visited += 1;
    if (visited > MAX_VALUES) throw unsupported(name, `contains more than ${MAX_VALUES} values`);
    if (value instanceof TensorReference) {
      found.push(tensorEntry(value, path, blocks, name));
      return;
    }
    const children = childrenOf(value);
    if (!children) return;
    const where = quoted(path.join('.'));
    if (above.has(value))
      throw unsupported(name, `contains a value that contains itself, ${where}`);
    if (path.length >= MAX_DEPTH) {
      throw unsupported(
        name,
        `contains values that are nested more than ${MAX_DEPTH} deep, at ${where}`,
      );
    }
    above.add(value);
    for (const [key, child] of children) visit(child, [...path, keyText(key)]);
    above.delete(value);
  };
  visit(root, []);
  return found;
}

const MAX_VALUES = 1_000_000;
const MAX_DEPTH = 16;

function childrenOf(value: PickleValue): Iterable<readonly [PickleValue, PickleValue]> | undefined {
  if (value instanceof Map) return value;
  if (value instanceof PickleTuple) return value.items.entries();
  return Array.isArray(value) ? value.entries() : undefined;
}

/** A dict key as text. Keys are strings, or numbers in an optimiser's state. */
export function keyText(key: PickleValue): string {
  return typeof key === 'object' ? '?' : String(key);
}

function tensorEntry(
  { storage, offset, shape, strides }: TensorReference,
  path: readonly string[],
  blocks: Container['blocks'],
  name: string,
): TensorEntry {
  const bytes = elementBytes(storage.dtype);
  const block = blocks.get(storage.key);
  const tensor = `the tensor ${quoted(path.join('.'))}`;
  if (!block || block.length !== storage.count * bytes) {
    throw damaged(name, `the elements of ${tensor} are missing or their number is wrong`);
  }
  if (shape.length !== strides.length) {
    throw damaged(name, `${tensor} has ${shape.length} dimensions and ${strides.length} strides`);
  }
  const span = spanOf(shape, strides);
  if (span === null) {
    throw unsupported(name, `contains ${tensor}, whose elements share memory (expanded?)`);
  }
  if (offset + span > storage.count) {
    throw damaged(name, `${tensor} extends beyond its storage`);
  }
  return {
    path,
    dtype: storage.dtype,
    shape,
    strides,
    offset: block.offset + offset * bytes,
    length: span * bytes,
    isContiguous: isContiguous(shape, strides),
  };
}

/**
 * Number of elements from the first to the last, inclusive; null if two indices may refer to the
 * same element. In ascending order, each stride must exceed the offset that the smaller ones reach.
 */
function spanOf(shape: readonly number[], strides: readonly number[]): number | null {
  if (shape.includes(0)) return 0;
  const dimensions = shape.map((size, index) => ({ size, stride: strides[index] ?? 0 }));
  let reached = 0;
  for (const { size, stride } of dimensions.sort((a, b) => a.stride - b.stride)) {
    if (size === 1) continue;
    if (stride <= reached) return null;
    reached += (size - 1) * stride;
  }
  return reached + 1;
}

function isContiguous(shape: readonly number[], strides: readonly number[]): boolean {
  let expected = 1;
  for (let index = shape.length - 1; index >= 0; index--) {
    const size = shape[index] ?? 1;
    if (size !== 1 && strides[index] !== expected) return shape.includes(0);
    expected *= size;
  }
  return true;
}
