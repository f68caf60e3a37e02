import { storageDtype } from './dtype.ts';
import {
  kindOf,
  PickleGlobal,
  PickleTuple,
  type PickleValue,
  StorageReference,
  TensorReference,
} from './pickleValues.ts';
import { damaged, quoted, unsupported } from './refusals.ts';

/**
 * Looks up a Python name that a pickle refers to. Only the names that `torch.save` writes for
 * tensors and their containers are allowed, and here they stand for plain data.
 *
 * @param name file name, for messages
 * @throws Problem naming any other global
 */
export function globalNamed(global: string, name: string): PickleGlobal {
  if (CALLS.has(global) || storageClass(global)) return new PickleGlobal(global);
  throw unsupported(
    name,
    `refers to the Python object ${quoted(global)}, which tensors do not need and which could run any code (nothing was executed)`,
  );
}

/**
 * Returns what calling a global would return in Python.
 *
 * @throws Problem if the global cannot be called or its arguments are invalid
 */
export function callGlobal(callee: PickleValue, args: PickleValue, name: string): PickleValue {
  const call = callee instanceof PickleGlobal ? CALLS.get(callee.name) : undefined;
  if (!(callee instanceof PickleGlobal) || !call) {
    throw unsupported(name, `calls ${quoted(kindOf(callee))} (nothing was executed)`);
  }
  const result = args instanceof PickleTuple ? call(args.items) : undefined;
  if (result === undefined) throw damaged(name, `${callee.name} is called with invalid arguments`);
  return result;
}

/**
 * Returns the storage of a persistent id, `('storage', class, key, location, count)`. The legacy
 * format adds a sixth item for a view of another storage, which is None since torch 0.4.
 *
 * @throws Problem for any other persistent id
 */
export function persistentStorage(id: PickleValue, name: string): StorageReference {
  const [kind, type, key, , count, view = null] = id instanceof PickleTuple ? id.items : [];
  if (kind === 'module') throw unsupported(name, 'contains a whole model with its Python code');
  const dtype = type instanceof PickleGlobal ? storageClass(type.name) : undefined;
  if (kind !== 'storage' || !dtype || typeof key !== 'string' || !isCount(count)) {
    throw damaged(name, 'it contains an invalid reference to a storage');
  }
  if (view !== null) {
    throw unsupported(
      name,
      'contains storages that are views of others, as torch before 0.4 wrote them',
    );
  }
  return new StorageReference(key, dtype, count);
}

type Call = (args: readonly PickleValue[]) => PickleValue | undefined;

/** An OrderedDict is filled later; a Counter gets a dict, not copied since calls may be many. */
const makeDict: Call = ([content = new Map()]) => (content instanceof Map ? content : undefined);

const makeTensor: Call = ([storage, offset, shape, strides]) => {
  const sizes = countsOf(shape);
  const steps = countsOf(strides);
  return storage instanceof StorageReference && isCount(offset) && sizes && steps
    ? new TensorReference(storage, offset, sizes, steps)
    : undefined;
};

const CALLS: ReadonlyMap<string, Call> = new Map<string, Call>([
  ['collections.OrderedDict', makeDict],
  // Occurs in the state of a learning rate scheduler.
  ['collections.Counter', makeDict],
  ['torch._utils._rebuild_tensor', makeTensor],
  ['torch._utils._rebuild_tensor_v2', makeTensor],
  [
    'torch._utils._rebuild_parameter',
    ([data]) => (data instanceof TensorReference ? data : undefined),
  ],
  ['torch.Size', ([sizes]) => (countsOf(sizes) ? sizes : undefined)],
]);

function storageClass(global: string) {
  const [module, className, ...more] = global.split('.');
  return module === 'torch' && className && more.length === 0 ? storageDtype(className) : undefined;
}

/** True for whole numbers from 0: PyTorch has no negative or fractional counts. */
function isCount(value: PickleValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function countsOf(value: PickleValue | undefined): readonly number[] | undefined {
  if (!(value instanceof PickleTuple) || value.items.length > MAX_DIMENSIONS) return undefined;
  return value.items.every(isCount) ? value.items : undefined;
}

const MAX_DIMENSIONS = 64;
