import type { Dtype } from './dtype.ts';

/** What a pickle may hold: plain data, and references to tensors that lie elsewhere in the file. */
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

/** A Python list is an array, a dict is a map in the order in which it was filled. */
export type PickleDict = Map<PickleValue, PickleValue>;

export class PickleTuple {
  constructor(readonly items: readonly PickleValue[]) {}
}

/** A class or function of Python: its name, such as `torch.FloatStorage`, and nothing behind it. */
export class PickleGlobal {
  constructor(readonly name: string) {}
}

/** One block of elements of the file, which tensors are views of. */
export class StorageReference {
  constructor(
    /** Its name in the file. */
    readonly key: string,
    readonly dtype: Dtype,
    /** Elements. */
    readonly count: number,
  ) {}
}

/** A view of a storage; `offset` and `strides` count elements, and nothing is checked yet. */
export class TensorReference {
  constructor(
    readonly storage: StorageReference,
    readonly offset: number,
    readonly shape: readonly number[],
    readonly strides: readonly number[],
  ) {}
}

/** What a value is, for a message. */
export function kindOf(value: PickleValue | undefined): string {
  if (value === null || value === undefined) return 'nothing';
  if (typeof value === 'string') return 'a text';
  if (typeof value === 'boolean') return 'a truth value';
  if (typeof value === 'number' || typeof value === 'bigint') return 'a number';
  if (value instanceof Uint8Array) return 'bytes';
  if (Array.isArray(value)) return 'a list';
  if (value instanceof Map) return 'a dict';
  if (value instanceof PickleTuple) return 'a tuple';
  if (value instanceof PickleGlobal) return value.name;
  return value instanceof StorageReference ? 'a storage' : 'a tensor';
}
