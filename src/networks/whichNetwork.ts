import { readCheckpoint } from '../checkpoint/checkpoint.ts';
import { stateDictOf } from '../checkpoint/stateDict.ts';
import { expectedKeys, openCheckpointWeights } from './vos/checkpointWeights.ts';
import { readOwnModel } from './vos/own/ownModel.ts';
import { CHECKPOINT_NETWORKS, type SuppliedNetworkName } from './vosNetworks.ts';

/**
 * The network that a file brings what is missing for: a checkpoint by its tensors, an archive of three
 * graphs by their names.
 *
 * @throws Problem where it is for none: of a checkpoint, what sets it apart from the network that it
 *   has most tensors in common with
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
  if (!nearest) throw new Error('no network takes a checkpoint');
  // Names what is missing, left over or of another shape.
  await openCheckpointWeights(nearest, file, name);
  return nearest;
}
