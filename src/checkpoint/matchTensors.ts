import { Problem } from '../problem.ts';
import { type Dtype, isFloating } from './dtype.ts';
import { quoted } from './refusals.ts';
import type { StateDict } from './stateDict.ts';
import type { TensorEntry } from './tensorEntries.ts';

/** A tensor that a network needs. */
export interface ExpectedTensor {
  readonly key: string;
  readonly shape: readonly number[];
  /** Floating point types match each other: reading converts them. Default: floating point. */
  readonly dtype?: Dtype | undefined;
}

/**
 * Returns the tensors that a network needs, by key and in the network's order. BatchNorm's counters
 * (`num_batches_tracked`) are optional, since inference does not need them.
 *
 * @param name file name of the checkpoint, for messages
 * @param network name of the network, for messages
 * @param optional tensors that only some versions of the checkpoint contain and that are not
 *   needed; they are not returned
 * @throws Problem with the first keys that are missing, unexpected, or of another shape or type
 */
export function matchTensors(
  { tensors }: Pick<StateDict, 'tensors'>,
  expected: readonly ExpectedTensor[],
  name: string,
  network = 'the network',
  optional: readonly ExpectedTensor[] = [],
): ReadonlyMap<string, TensorEntry> {
  const matched = new Map<string, TensorEntry>();
  const missing: string[] = [];
  const different: string[] = [];
  for (const wanted of expected) {
    const entry = tensors.get(wanted.key);
    const difference = entry && differenceOf(entry, wanted);
    if (entry) matched.set(wanted.key, entry);
    else if (!isCounter(wanted.key)) missing.push(quoted(wanted.key));
    if (difference) different.push(difference);
  }
  for (const allowed of optional) {
    const entry = tensors.get(allowed.key);
    const difference = entry && !isCounter(allowed.key) && differenceOf(entry, allowed);
    if (difference) different.push(difference);
  }
  const known = new Set([...expected, ...optional].map(({ key }) => key));
  const unexpected = Array.from(tensors.keys()).filter((key) => !known.has(key) && !isCounter(key));
  const complaints = [
    listed('missing', missing),
    listed('unexpected', unexpected.map(quoted)),
    listed('different', different),
  ].filter((complaint) => complaint !== null);
  if (complaints.length === 0) return matched;
  throw new Problem(
    `The tensors in ${name} do not match ${network}: ${complaints.join('; ')}.`,
    `Choose the checkpoint published by the authors of ${network}.`,
  );
}

const SHOWN = 3;

function isCounter(key: string): boolean {
  return /(^|\.)num_batches_tracked$/.test(key);
}

function differenceOf(entry: TensorEntry, { key, shape, dtype }: ExpectedTensor): string | null {
  const found = shapeText(entry.shape);
  if (found !== shapeText(shape)) {
    return `${quoted(key)} is ${found}, but ${shapeText(shape)} is needed`;
  }
  const wanted = dtype ?? (isCounter(key) ? entry.dtype : 'float32');
  const fits = isFloating(wanted) ? isFloating(entry.dtype) : entry.dtype === wanted;
  return fits ? null : `${quoted(key)} is ${entry.dtype}, but ${wanted} is needed`;
}

/** Such as `64×3×7×7`. */
function shapeText(shape: readonly number[]): string {
  return shape.length === 0 ? 'a single number' : shape.join('×');
}

function listed(what: string, items: readonly string[]): string | null {
  if (items.length === 0) return null;
  const more = items.length - SHOWN;
  const shown = items.slice(0, SHOWN).join(', ');
  return `${items.length} ${what} (${shown}${more > 0 ? ` and ${more} more` : ''})`;
}
