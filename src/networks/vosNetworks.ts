/** Names of the VOS networks in addresses, commands and result files. */
export type VosNetworkName = CompactNetworkName | SuppliedNetworkName;

/** Networks that are shipped with their weights. */
export type CompactNetworkName = 'compact' | 'compact-retrained';

/** Networks that need a file from the user. */
export type SuppliedNetworkName = CheckpointNetworkName | 'own';

/** Networks whose weights come from their authors' checkpoint. */
export type CheckpointNetworkName = 'stcn' | 'aot';

/** The user-facing description of a VOS network. */
export interface VosNetworkTitle {
  readonly name: VosNetworkName;
  /** For tables and the screen. */
  readonly title: string;
  /** What it is and where it comes from, one or two sentences. */
  readonly description: string;
  /** The file that the user must supply; null for a network that is shipped with its weights. */
  readonly weightsFile: SuppliedFileTitle | null;
}

/** A file that a network needs and that is not shipped with it. */
export interface SuppliedFileTitle {
  /** File name. */
  readonly file: string;
  /** Its source, as in “Get stcn.pth from …”. */
  readonly from: string;
  /** The page with its download link, or null. */
  readonly page: string | null;
}

/**
 * The VOS networks, the preferred one first. Their files are listed in `modelManifest.ts`, so that
 * the page and the commands can import this list without loading any.
 */
export const VOS_NETWORKS: readonly [VosNetworkTitle, ...VosNetworkTitle[]] = [
  {
    name: 'compact',
    title: 'Compact VOS',
    description:
      'A space-time-memory network of 1.2 million parameters, trained for this project on the clean frames of DAVIS-2016: it shows what compression does to an unmodified VOS network.',
    weightsFile: null,
  },
  {
    name: 'compact-retrained',
    title: 'Compact VOS, retrained',
    description:
      'The same network, trained further with half of its clips compressed by x265 at CRF 27 to 51: the usual alternative to transmitting masks.',
    weightsFile: null,
  },
  {
    name: 'stcn',
    title: 'STCN',
    description:
      'Space-time correspondence networks (Cheng, Tai, Tang; NeurIPS 2021), 54.4 million parameters, with the weights of its authors.',
    weightsFile: {
      file: 'stcn.pth',
      from: 'its authors',
      page: 'https://github.com/hkchengrex/STCN',
    },
  },
  {
    name: 'aot',
    title: 'R50-AOTL',
    description:
      'Associating objects with transformers (Yang, Wei, Yang; NeurIPS 2021), 14.9 million parameters, with the weights of its authors.',
    weightsFile: {
      file: 'R50_AOTL_PRE_YTB_DAV.pth',
      from: 'the Model Zoo of its authors',
      page: 'https://github.com/yoxu515/aot-benchmark/blob/main/MODEL_ZOO.md',
    },
  },
  {
    name: 'own',
    title: 'Custom network',
    description:
      'Any network of three ONNX graphs: encode key, encode value, read and decode. Their inputs and outputs are documented in models/own_network.md.',
    weightsFile: {
      file: 'network.zip',
      from: 'your own training (three graphs and metadata.json in one archive)',
      page: null,
    },
  },
];

/** The user-facing description of a network. */
export function vosNetworkTitle(name: VosNetworkName): VosNetworkTitle {
  return VOS_NETWORKS.find((network) => network.name === name) ?? VOS_NETWORKS[0];
}

/** True for a name in {@link VOS_NETWORKS}. */
export function isVosNetworkName(name: string): name is VosNetworkName {
  return VOS_NETWORKS.some((network) => network.name === name);
}

/** The networks whose weights come from a checkpoint. */
export const CHECKPOINT_NETWORKS: readonly CheckpointNetworkName[] = ['stcn', 'aot'];

/** True for a network that needs a file from the user. */
export function needsWeightsFile(name: VosNetworkName): name is SuppliedNetworkName {
  return VOS_NETWORKS.some((network) => network.name === name && network.weightsFile !== null);
}
