import type { Dtype } from './dtype.ts';

/** A value in a pickle: plain data, or a reference to a storage or tensor of the file. */
export type PickleValue =
  | null
  | boolean
  | number
  | bigint
  | string
  | Uint8Array
  | PickleValue[]
  | PickleTuple
  | PickleDict
  | PickleGlobal
  | StorageReference
  | TensorReference;

/** A Python dict, in insertion order. Python lists are arrays. */
export type PickleDict = Map<PickleValue, PickleValue>;

export class PickleTuple {
  constructor(readonly items: readonly PickleValue[]) {}
}

/** A Python class or function, by its name only, such as `torch.FloatStorage`. */
export class PickleGlobal {
  constructor(readonly name: string) {}
}

/** A block of elements in the file. Tensors are views of it. */
export class StorageReference {
  constructor(
    /** Its name in the file. */
    readonly key: string,
    readonly dtype: Dtype,
    /** Number of elements. */
    readonly count: number,
  ) {}
}

/** A view of a storage, not validated yet. `offset` and `strides` are in elements. */
export class TensorReference {
  constructor(
    readonly storage: StorageReference,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}
}

/** The kind of a value for a message, such as `a list`. */
export function kindOf(value: PickleValue | undefined): string {
  if (value === null || value === undefined) return 'None';
  if (typeof value === 'string') return 'a string';
  if (typeof value === 'boolean') return 'a boolean';
  if (typeof value === 'number' || typeof value === 'bigint') return 'a number';
  if (value instanceof Uint8Array) return 'bytes';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Map) return 'a dict';
  if (value instanceof PickleTuple) return 'a tuple';
  if (value instanceof PickleGlobal) return value.name;
  return value instanceof StorageReference ? 'a storage' : 'a tensor';
}
