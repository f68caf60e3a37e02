import { z } from 'zod';
import aotMetadata from '../../../models/aot/metadata.json';
import stcnMetadata from '../../../models/stcn/metadata.json';
import { readCheckpoint } from '../../checkpoint/checkpoint.ts';
import { matchTensors } from '../../checkpoint/matchTensors.ts';
import { readTensor } from '../../checkpoint/readTensor.ts';
import { stateDictOf } from '../../checkpoint/stateDict.ts';
import { type CheckpointNetworkName, vosNetworkTitle } from '../vosNetworks.ts';

/** A tensor as onnxruntime-web takes it for an initialiser whose data lies outside of the graph. */
export interface ExternalTensor {
  /** The initialiser's location: its key in the official state dict. */
  readonly path: string;
  /** Float32, little-endian, in the order of the indices. */
  readonly data: Uint8Array<ArrayBuffer>;
}

/** The weights of a checkpoint, which stay in their file until a session is made from them. */
export interface CheckpointWeights {
  /**
   * What a session of one graph needs.
   *
   * @param graph as the network's `metadata.json` names it, such as `encode_key`
   * @throws Problem when the file cannot be read any more
   */
  tensorsOf(graph: string): Promise<ExternalTensor[]>;
}

/**
 * Finds a network's tensors in its checkpoint; only descriptions are read.
 *
 * @param name of the checkpoint, for messages
 * @throws Problem naming the file and what is damaged, refused, missing, surplus or of another shape
 */
export async function openCheckpointWeights(
  network: CheckpointNetworkName,
  file: Blob,
  name: string,
): Promise<CheckpointWeights> {
  const { tensors, optional_tensors } = TENSORS[network];
  const index = await readCheckpoint(file, name);
  const { title } = vosNetworkTitle(network);
  const found = matchTensors(stateDictOf(index), tensors, name, title, optional_tensors);
  return {
    async tensorsOf(graph) {
      const external: ExternalTensor[] = [];
      for (const { key, graphs } of tensors) {
        const entry = found.get(key);
        if (!entry || !graphs.includes(graph)) continue;
        external.push({ path: key, data: await readTensor(file, entry, name) });
      }
      return external;
    },
  };
}

/** The keys of all tensors that a network takes from its checkpoint. */
export function expectedKeys(network: CheckpointNetworkName): readonly string[] {
  return TENSORS[network].tensors.map(({ key }) => key);
}

const described = z.object({ key: z.string(), shape: z.array(z.number().int()) });

const tensorsSchema = z.object({
  tensors: z.array(described.extend({ graphs: z.array(z.string()) })),
  optional_tensors: z.array(described),
});

const TENSORS: Readonly<Record<CheckpointNetworkName, z.infer<typeof tensorsSchema>>> = {
  stcn: tensorsSchema.parse(stcnMetadata),
  aot: tensorsSchema.parse(aotMetadata),
};
