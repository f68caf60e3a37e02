import { z } from 'zod';
import aotMetadata from '../../../models/aot/metadata.json';
import stcnMetadata from '../../../models/stcn/metadata.json';
import { readCheckpoint } from '../../checkpoint/checkpoint.ts';
import { matchTensors } from '../../checkpoint/matchTensors.ts';
import { readTensor } from '../../checkpoint/readTensor.ts';
import { stateDictOf } from '../../checkpoint/stateDict.ts';
import { type CheckpointNetworkName, vosNetworkTitle } from '../vosNetworks.ts';

/** A tensor for onnxruntime-web, for an initialiser whose data is outside the graph. */
export interface ExternalTensor {
  /** The initialiser's location: its key in the official state dict. */
  readonly path: string;
  /** Float32, little-endian, in the order of the indices. */
  readonly data: Uint8Array<ArrayBuffer>;
}

/** The weights of a checkpoint, read from the file only when a session is created. */
export interface CheckpointWeights {
  /**
   * Reads the tensors that a session of one graph needs.
   *
   * @param graph its name in the network's `metadata.json`, such as `encode_key`
   * @throws Problem when the file can no longer be read
   */
  tensorsOf(graph: string): Promise<ExternalTensor[]>;
}

/**
 * Finds a network's tensors in its checkpoint. Reads only their descriptions.
 *
 * @param name file name of the checkpoint, for messages
 * @throws Problem naming the file and what is damaged, refused, missing, unexpected or of another
 *   shape
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

/** The keys of all tensors that a network needs from its checkpoint. */
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
