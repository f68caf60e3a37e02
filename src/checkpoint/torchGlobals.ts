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
 * A name that a pickle asks Python for. Only those that `torch.save` writes for tensors and the dicts
 * around them are known; all that they stand for here is plain data.
 *
 * @param name of the file
 * @throws Problem naming any other
 */
export function globalNamed(global: string, name: string): PickleGlobal {
  if (CALLS.has(global) || storageClass(global)) return new PickleGlobal(global);
  throw unsupported(
    name,
    `asks for the Python object ${quoted(global)}, which is not needed for tensors and may be anything (nothing was executed)`,
  );
}

/**
 * What Python would get by calling a global.
 *
 * @throws Problem for one that cannot be called, or for arguments that are not its own
 */
export function callGlobal(callee: PickleValue, args: PickleValue, name: string): PickleValue {
  const call = callee instanceof PickleGlobal ? CALLS.get(callee.name) : undefined;
  if (!(callee instanceof PickleGlobal) || !call) {
    throw unsupported(name, `calls ${quoted(kindOf(callee))} (nothing was executed)`);
  }
  const result = args instanceof PickleTuple ? call(args.items) : undefined;
  if (result === undefined) throw damaged(name, `${callee.name} is called with other arguments`);
  return result;
}

/**
 * The storage that a persistent id stands for: `('storage', class, key, location, count)`, in the
 * older format followed by the view of another storage that it is (nothing else since torch 0.4).
 *
 * @throws Problem for any other persistent id
 */
export function persistentStorage(id: PickleValue, name: string): StorageReference {
  const [kind, type, key, , count, view = null] = id instanceof PickleTuple ? id.items : [];
  if (kind === 'module') throw unsupported(name, 'holds a whole model with its Python code');
  const dtype = type instanceof PickleGlobal ? storageClass(type.name) : undefined;
  if (kind !== 'storage' || !dtype || typeof key !== 'string' || !isCount(count)) {
    throw damaged(name, 'a reference to a storage is none');
  }
  if (view !== null) {
    throw unsupported(name, 'holds storages that are parts of others, as torch before 0.4 did');
  }
  return new StorageReference(key, dtype, count);
}

type Call = (args: readonly PickleValue[]) => PickleValue | undefined;

/** An OrderedDict is filled afterwards; a Counter gets a dict, which is not copied: it might be many times. */
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
  // In the state of a learning rate schedule.
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

/** A negative or fractional one never is: PyTorch has neither. */
function isCount(value: PickleValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

function countsOf(value: PickleValue | undefined): readonly number[] | undefined {
  if (!(value instanceof PickleTuple) || value.items.length > MAX_DIMENSIONS) return undefined;
  return value.items.every(isCount) ? value.items : undefined;
}

const MAX_DIMENSIONS = 64;
