import { Problem } from '../problem.ts';
import type { CheckpointIndex } from './checkpoint.ts';
import { quoted } from './refusals.ts';
import type { TensorEntry } from './tensorEntries.ts';

/** The weights in a checkpoint. */
export interface StateDict {
  /** By key, without what wrappers of networks put before it, see {@link PREFIXES}. */
  readonly tensors: ReadonlyMap<string, TensorEntry>;
  /** Keys that lead to the weights; empty when the checkpoint is a bare state dict. */
  readonly path: readonly string[];
  /** Other top-level keys, which are not used, such as an optimiser's state. */
  readonly ignored: readonly string[];
}

/**
 * Finds the weights in a checkpoint: the state dict itself, or the dict of tensors under a key that
 * training scripts commonly use (`state_dict`, `model`, `network` …).
 *
 * @throws Problem when there is none, or when two keys differ only in what a wrapper put before them
 */
export function stateDictOf({ name, tensors, topLevel }: CheckpointIndex): StateDict {
  const dicts = dictsOfTensors(tensors);
  const wrapped = WRAPPERS.flatMap((key) => dicts.find(({ path }) => isWrappedIn(path, key)) ?? []);
  const chosen = wrapped[0] ?? dicts.find(({ path }) => path.length === 0);
  if (!chosen) {
    const found = topLevel.slice(0, SHOWN_KEYS).map(quoted).join(', ');
    throw new Problem(
      `${name} contains no state dict: it has ${found ? `the keys ${found}` : 'no keys'}, and no dict of tensors under a name such as “state_dict” or “model”.`,
      'Save the state dict alone in Python: torch.save(model.state_dict(), "weights.pth").',
    );
  }
  const own = new Map<string, TensorEntry>();
  const shared = sharedPrefix([...chosen.tensors.keys()]);
  for (const [key, entry] of chosen.tensors) {
    const ownKey = withoutPrefixes(key.slice(shared.length));
    if (own.has(ownKey)) {
      const prefix = PREFIXES.find((each) => key.startsWith(each)) ?? PREFIXES[0];
      throw new Problem(
        `${name} contains ${quoted(ownKey)} twice, with and without “${prefix}”.`,
        'Save the state dict of the network without its wrapper.',
      );
    }
    own.set(ownKey, entry);
  }
  const isUsed = (key: string) => (chosen.path[0] ?? key) === key;
  const ignored =
    chosen.path.length === 0
      ? topLevel.filter((key) => !chosen.tensors.has(key))
      : topLevel.filter((key) => !isUsed(key));
  return { tensors: own, path: chosen.path, ignored };
}

/** Likeliest first: names for all trained weights, then names that may stand for a part of them. */
const WRAPPERS = [
  'state_dict',
  'model_state_dict',
  'model_state',
  'model',
  'network',
  'net',
  'params',
  'weights',
  'module',
  'encoder',
];
const SHOWN_KEYS = 5;

/** Before the keys of a network that was trained on several GPUs, or compiled. */
const PREFIXES = ['module.', '_orig_mod.'];

function withoutPrefixes(key: string): string {
  const prefix = PREFIXES.find((each) => key.startsWith(each));
  return prefix ? withoutPrefixes(key.slice(prefix.length)) : key;
}

/** Names of a network inside a trainer, which stand before all keys or before none. */
const OUTER_NAMES = ['model.', 'net.', 'network.', 'ema_model.', 'student.'];

/** What stands before all keys; empty if they have nothing of a trainer in common. */
function sharedPrefix(keys: readonly string[]): string {
  const bare = keys.map(withoutPrefixes);
  const name = OUTER_NAMES.find((each) => bare.every((key) => key.startsWith(each)));
  const first = keys[0];
  if (name === undefined || first === undefined) return '';
  const prefix = first.slice(0, first.indexOf(name) + name.length);
  return keys.every((key) => key.startsWith(prefix)) ? prefix : '';
}

interface DictOfTensors {
  readonly path: readonly string[];
  readonly tensors: Map<string, TensorEntry>;
}

function dictsOfTensors(tensors: readonly TensorEntry[]): readonly DictOfTensors[] {
  const dicts = new Map<string, DictOfTensors>();
  for (const entry of tensors) {
    const path = entry.path.slice(0, -1);
    const id = JSON.stringify(path);
    const dict = dicts.get(id) ?? { path, tensors: new Map<string, TensorEntry>() };
    dicts.set(id, dict);
    dict.tensors.set(entry.path.at(-1) ?? '', entry);
  }
  return Array.from(dicts.values());
}

/** True for `[key]`, and for `[key, another wrapper]`. */
function isWrappedIn(path: readonly string[], key: string): boolean {
  return path[0] === key && path.length <= 2 && path.every((part) => WRAPPERS.includes(part));
}
