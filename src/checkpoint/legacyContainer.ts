import { Problem } from '../problem.ts';
import { mapInParallel } from '../workers/mapInParallel.ts';
import { OutOfBytes } from './byteCursor.ts';
import { type Block, type Container, MAX_PICKLE_BYTES } from './container.ts';
import { elementBytes } from './dtype.ts';
import { type Unpickled, unpickle } from './pickle.ts';
import { kindOf, type PickleValue, type StorageReference } from './pickleValues.ts';
import { PARALLEL_READS, readRange } from './readRange.ts';
import { damaged, quoted, unsupported } from './refusals.ts';

/**
 * Parses a file that `torch.save` wrote before torch 1.6: five pickles (a magic number, the
 * protocol, the machine's properties, the object, the storages' keys), then for each key the number
 * of elements (int64) and the elements. Reads only the pickles and those numbers.
 *
 * @throws Problem when it is damaged, big-endian or not a checkpoint
 */
export async function readLegacyContainer(file: Blob, name: string): Promise<Container> {
  const pickles = new PickleSequence(file, name);
  const magic = await pickles.next();
  if (magic.value !== MAGIC_NUMBER) {
    throw new Problem(
      `${name} is a Python pickle, but was not written by torch.save.`,
      'Choose the checkpoint file published by the authors of the network.',
    );
  }
  const { value: protocol } = await pickles.next();
  if (protocol !== PROTOCOL) {
    const found = typeof protocol === 'number' ? protocol : kindOf(protocol);
    throw damaged(name, `its protocol is ${found}, not ${PROTOCOL}`);
  }
  checkMachine((await pickles.next()).value, name);
  const { value: root, storages } = await pickles.next();
  const { value: keys } = await pickles.next();
  if (!Array.isArray(keys)) throw damaged(name, 'its list of storages is missing');
  return { root, blocks: await findBlocks(file, name, pickles.position, keys, storages) };
}

const MAGIC_NUMBER = 0x1950a86a20f9469cfc6cn;
const PROTOCOL = 1001;
const FIRST_WINDOW_BYTES = 256 * 1024;
const COUNT_BYTES = 8;

/** Consecutive pickles, whose lengths are not known in advance. */
class PickleSequence {
  position = 0;
  private window = new Uint8Array();
  private windowStart = 0;

  constructor(
    private readonly file: Blob,
    private readonly name: string,
  ) {}

  async next(): Promise<Unpickled> {
    for (;;) {
      try {
        const unpickled = unpickle(this.window, this.name, this.position - this.windowStart);
        this.position = this.windowStart + unpickled.end;
        return unpickled;
      } catch (error) {
        if (!(error instanceof OutOfBytes)) throw error;
        await this.enlarge(error);
      }
    }
  }

  /** Reads twice as much from the pickle's start; doubling bounds the total cost of the retries. */
  private async enlarge(cause: OutOfBytes): Promise<void> {
    const { file, name, position, windowStart, window } = this;
    if (windowStart + window.length >= file.size) {
      throw damaged(name, 'it ends in the middle of a pickle', cause);
    }
    const tried = windowStart + window.length - position;
    if (tried >= MAX_PICKLE_BYTES) {
      throw unsupported(name, `contains a pickle of more than ${MAX_PICKLE_BYTES} bytes`);
    }
    const end = Math.min(file.size, position + Math.max(2 * tried, FIRST_WINDOW_BYTES));
    this.window = await readRange(file, position, end, name);
    this.windowStart = position;
  }
}

function checkMachine(info: PickleValue, name: string): void {
  const isLittleEndian = info instanceof Map ? info.get('little_endian') : undefined;
  if (typeof isLittleEndian !== 'boolean') throw damaged(name, 'its byte order is missing');
  if (!isLittleEndian) throw unsupported(name, 'was written by a big-endian machine');
}

async function findBlocks(
  file: Blob,
  name: string,
  start: number,
  keys: readonly PickleValue[],
  storages: ReadonlyMap<string, StorageReference>,
): Promise<Map<string, Block>> {
  const blocks = new Map<string, Block>();
  let position = start;
  for (const key of keys) {
    const storage = typeof key === 'string' ? storages.get(key) : undefined;
    if (!storage || blocks.has(storage.key)) {
      throw damaged(name, 'its list of storages does not match its tensors');
    }
    const length = storage.count * elementBytes(storage.dtype);
    blocks.set(storage.key, { offset: position + COUNT_BYTES, length });
    position += COUNT_BYTES + length;
    if (position > file.size) {
      throw damaged(name, `it has ${file.size} bytes, but at least ${position} are needed`);
    }
  }
  await mapInParallel(Array.from(blocks), PARALLEL_READS, async ([key, { offset }]) => {
    const header = await readRange(file, offset - COUNT_BYTES, offset, name);
    const count = new DataView(header.buffer).getBigInt64(0, true);
    const expected = storages.get(key)?.count ?? 0;
    if (count !== BigInt(expected)) {
      throw damaged(name, `storage ${quoted(key)} has ${count} elements, not ${expected}`);
    }
  });
  return blocks;
}
