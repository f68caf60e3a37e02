import { Problem } from '../problem.ts';
import { readLegacyContainer } from './legacyContainer.ts';
import { kindOf } from './pickleValues.ts';
import { readRange } from './readRange.ts';
import { damaged } from './refusals.ts';
import { findTensors, keyText, type TensorEntry } from './tensorEntries.ts';
import { readZipContainer } from './zipContainer.ts';

export type { TensorEntry } from './tensorEntries.ts';

/** The contents of a checkpoint file, without the tensors' elements. */
export interface CheckpointIndex {
  /** File name, for messages. */
  readonly name: string;
  /** `zip`: torch 1.6 and newer; `legacy`: older versions. */
  readonly format: 'zip' | 'legacy';
  readonly tensors: readonly TensorEntry[];
  /** All keys of the top-level dict, tensors or not. */
  readonly topLevel: readonly string[];
}

/**
 * Finds every tensor in a file written by `torch.save`. Nothing in the file is ever executed: a
 * pickle that refers to Python objects other than tensors and their containers is refused. Only the
 * descriptions are read, so the file may be larger than memory.
 *
 * @param name file name, for messages
 * @throws Problem naming the file and what is damaged, unknown or refused in it
 */
export async function readCheckpoint(file: Blob, name: string): Promise<CheckpointIndex> {
  const format = await formatOf(file, name);
  const container = await (format === 'zip' ? readZipContainer : readLegacyContainer)(file, name);
  const { root } = container;
  if (!(root instanceof Map)) {
    throw new Problem(
      `${name} contains ${kindOf(root)}, not a dict of tensors.`,
      'Choose the checkpoint file published by the authors of the network.',
    );
  }
  const tensors = findTensors(container, name);
  return { name, format, tensors, topLevel: Array.from(root.keys(), keyText) };
}

const HEAD_BYTES = 512;
/** Offset of a tar archive's magic number. */
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
      `${name} is a tar archive, the format of PyTorch checkpoints before 2017.`,
      'Load it with PyTorch and save it again with torch.save.',
    );
  }
  if (/^\s*</.test(head)) {
    throw new Problem(
      `${name} is a web page, not a checkpoint: the download returned a message instead of the file.`,
      'Open the download address in a browser, confirm the download, and choose the downloaded file.',
    );
  }
  throw new Problem(
    `${name} is not a PyTorch checkpoint.`,
    'Choose the .pth file published by the authors of the network.',
  );
}
