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

/** A VOS network and, if it is shipped without weights, the file that the user supplied. */
export type VosSource =
  | { readonly name: CompactNetworkName; readonly file: null }
  | {
      readonly name: CheckpointNetworkName;
      readonly file: NetworkFile;
      readonly weights: CheckpointWeights;
    }
  | { readonly name: 'own'; readonly file: NetworkFile; readonly model: CompactModel };

/**
 * Finds the source of a network: if it needs a file, the latest one kept for it in this browser.
 *
 * @throws Problem if no file is kept for it, or the file cannot be read
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

/** True if both are the same network with the same weights. */
export function sameSource(a: VosSource, b: VosSource): boolean {
  return a.name === b.name && a.file?.sha256 === b.file?.sha256;
}

function withoutWeights(name: VosNetworkName): Problem {
  const { title, weightsFile } = vosNetworkTitle(name);
  const { file, from, page } = weightsFile ?? {};
  const source = [from, page && `(${page})`].filter(Boolean).join(' ');
  return new Problem(
    `${title} has no weights in this browser.`,
    `Get ${file} from ${source} and drop it on the page, or choose another network.`,
  );
}
