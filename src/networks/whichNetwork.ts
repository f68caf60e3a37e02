import { readCheckpoint } from '../checkpoint/checkpoint.ts';
import { stateDictOf } from '../checkpoint/stateDict.ts';
import { expectedKeys, openCheckpointWeights } from './vos/checkpointWeights.ts';
import { readOwnModel } from './vos/own/ownModel.ts';
import { CHECKPOINT_NETWORKS, type SuppliedNetworkName } from './vosNetworks.ts';

/**
 * Determines the network that a weights file is for: by the tensors of a checkpoint, or by the
 * names of the three graphs in an archive.
 *
 * @throws Problem if it matches no network; for a checkpoint, with its differences from the network
 *   that it shares most tensors with
 */
export async function whichNetwork(file: Blob, name: string): Promise<SuppliedNetworkName> {
  if (/\.zip$/i.test(name)) {
    await readOwnModel(file, name);
    return 'own';
  }
  const { tensors } = stateDictOf(await readCheckpoint(file, name));
  const inCommon = (network: (typeof CHECKPOINT_NETWORKS)[number]) =>
    expectedKeys(network).filter((key) => tensors.has(key)).length;
  const [nearest] = CHECKPOINT_NETWORKS.toSorted((a, b) => inCommon(b) - inCommon(a));
  if (!nearest) throw new Error('no network uses a checkpoint');
  // Throws if tensors are missing, unexpected or of another shape.
  await openCheckpointWeights(nearest, file, name);
  return nearest;
}
