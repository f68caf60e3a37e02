import { CheckpointStore } from '../../checkpoint/checkpointStore.ts';
import { Problem } from '../../problem.ts';
import type { NetworkFile } from '../networksApi.ts';
import {
  type CheckpointNetworkName,
  type CompactNetworkName,
  needsWeightsFile,
  type VosNetworkName,
  vosNetworkTitle,
} from '../vosNetworks.ts';
import { type CheckpointWeights, openCheckpointWeights } from './checkpointWeights.ts';
import type { CompactModel } from './compact/compactModel.ts';
import { readOwnModel } from './own/ownModel.ts';

/** A VOS network and, where it does not come with its weights, the file that the user brought. */
export type VosSource =
  | { readonly name: CompactNetworkName; readonly file: null }
  | {
      readonly name: CheckpointNetworkName;
      readonly file: NetworkFile;
      readonly weights: CheckpointWeights;
    }
  | { readonly name: 'own'; readonly file: NetworkFile; readonly model: CompactModel };

/**
 * A network as this browser has it: one that needs a file takes the latest that is kept for it.
 *
 * @throws Problem where none is kept, or the kept one cannot be read
 */
export async function findVosSource(
  name: VosNetworkName,
  store = new CheckpointStore(),
): Promise<VosSource> {
  if (!needsWeightsFile(name)) return { name, file: null };
  const kept = (await store.list()).find(({ network }) => network === name);
  const data = kept && (await store.open(kept.sha256));
  if (!kept || !data) throw withoutWeights(name);
  const file = { name: kept.name, sha256: kept.sha256, bytes: kept.size };
  if (name === 'own') return { name, file, model: await readOwnModel(data, kept.name) };
  return { name, file, weights: await openCheckpointWeights(name, data, kept.name) };
}

/** Whether both are the same network with the same weights. */
export function sameSource(a: VosSource, b: VosSource): boolean {
  return a.name === b.name && a.file?.sha256 === b.file?.sha256;
}

function withoutWeights(name: VosNetworkName): Problem {
  const { title, brought } = vosNetworkTitle(name);
  const where = [brought?.from, brought?.page && `(${brought.page})`].filter(Boolean).join(' ');
  return new Problem(
    `${title} has no weights in this browser.`,
    `Get ${brought?.file} from ${where} and drop it on the page, or choose another network.`,
  );
}
