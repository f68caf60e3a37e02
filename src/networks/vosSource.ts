import { CheckpointStore } from '../checkpoint/checkpointStore.ts';
import { Problem } from '../problem.ts';
import { type CheckpointWeights, openCheckpointWeights } from './checkpointWeights.ts';
import {
  type CheckpointNetworkName,
  type CompactNetworkName,
  isCheckpointNetworkName,
  type VosNetworkName,
  vosNetworkTitle,
} from './vosNetworks.ts';

/** A VOS network and where its weights come from. */
export type VosSource =
  | { readonly name: CompactNetworkName; readonly weights: null }
  | { readonly name: CheckpointNetworkName; readonly weights: CheckpointWeights };

/**
 * A network as this browser has it: one that takes its weights from a checkpoint takes the latest that
 * is kept for it.
 *
 * @throws Problem where none is kept, or the kept one cannot be read
 */
export async function findVosSource(
  name: VosNetworkName,
  store = new CheckpointStore(),
): Promise<VosSource> {
  if (!isCheckpointNetworkName(name)) return { name, weights: null };
  const kept = (await store.list()).find(({ network }) => network === name);
  const file = kept && (await store.open(kept.sha256));
  if (kept && file) return { name, weights: await openCheckpointWeights(name, file, kept) };
  const { title, checkpoint } = vosNetworkTitle(name);
  throw new Problem(
    `${title} has no weights in this browser.`,
    `Get ${checkpoint?.file} from its authors (${checkpoint?.page}) and drop it on the page, or choose another network.`,
  );
}

/** Whether both are the same network with the same weights. */
export function sameSource(a: VosSource, b: VosSource): boolean {
  return a.name === b.name && a.weights?.file.sha256 === b.weights?.file.sha256;
}
