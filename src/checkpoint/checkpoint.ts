import { Problem } from '../problem.ts';
import { readLegacyContainer } from './legacyContainer.ts';
import { kindOf } from './pickleValues.ts';
import { readRange } from './readRange.ts';
import { damaged } from './refusals.ts';
import { findTensors, keyText, type TensorEntry } from './tensorEntries.ts';
import { readZipContainer } from './zipContainer.ts';

export type { TensorEntry } from './tensorEntries.ts';

/** What a checkpoint file holds, without the elements. */
export interface CheckpointIndex {
  /** The file's, for messages. */
  readonly name: string;
  /** `zip`: torch 1.6 and newer; `legacy`: before. */
  readonly format: 'zip' | 'legacy';
  readonly tensors: readonly TensorEntry[];
  /** The keys of the dict at the top, tensors or not. */
  readonly topLevel: readonly string[];
}

/**
 * Finds every tensor of a file that `torch.save` wrote. Nothing in it is ever executed: a pickle that
 * asks for more than tensors, and lists and dicts around them, is refused. Only the descriptions are
 * read, so the file may be larger than memory.
 *
 * @param name of the file, for messages
 * @throws Problem naming the file and what is damaged, unknown or refused in it
 */
export async function readCheckpoint(file: Blob, name: string): Promise<CheckpointIndex> {
  const format = await formatOf(file, name);
  const container = await (format === 'zip' ? readZipContainer : readLegacyContainer)(file, name);
  const { root } = container;
  if (!(root instanceof Map)) {
    throw new Problem(
      `${name} holds ${kindOf(root)}, not a dict of tensors.`,
      'Choose the checkpoint file that the authors of the network offer.',
    );
  }
  const tensors = findTensors(container, name);
  return { name, format, tensors, topLevel: Array.from(root.keys(), keyText) };
}

const HEAD_BYTES = 512;
/** Where a tar archive says so. */
const TAR_MAGIC_OFFSET = 257;
const PICKLE_PROTO = '\x80';

async function formatOf(file: Blob, name: string): Promise<CheckpointIndex['format']> {
  if (file.size === 0) throw damaged(name, 'it is empty');
  const bytes = await readRange(file, 0, Math.min(HEAD_BYTES, file.size), name);
  const head = String.fromCharCode(...bytes);
  if (head.startsWith('PK')) return 'zip';
  if (head.startsWith(PICKLE_PROTO)) return 'legacy';
  if (head.startsWith('ustar', TAR_MAGIC_OFFSET)) {
    throw new Problem(
      `${name} is a tar archive; checkpoints of that kind were written before 2017.`,
      'Load it with PyTorch and save it again with torch.save.',
    );
  }
  if (/^\s*</.test(head)) {
    throw new Problem(
      `${name} is a web page, not a checkpoint: the download gave a message instead of the file.`,
      'Open its address in a browser, confirm the download, and take the file that comes.',
    );
  }
  throw new Problem(
    `${name} is not a PyTorch checkpoint.`,
    'Choose the .pth file that the authors of the network offer.',
  );
}
