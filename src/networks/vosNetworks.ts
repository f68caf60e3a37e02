/** The VOS networks there are, as addresses, commands and result files name them. */
export type VosNetworkName = CompactNetworkName | SuppliedNetworkName;

/** Networks that come with their weights. */
export type CompactNetworkName = 'compact' | 'compact-retrained';

/** Networks that need a file which the user brings. */
export type SuppliedNetworkName = CheckpointNetworkName | 'own';

/** Networks whose weights come from their authors' checkpoint. */
export type CheckpointNetworkName = 'stcn' | 'aot';

/** What the user reads about a VOS network. */
export interface VosNetworkTitle {
  readonly name: VosNetworkName;
  /** As tables and the screen print it. */
  readonly title: string;
  /** What it is and where it comes from, a sentence or two. */
  readonly description: string;
  /** The file that the user has to bring; null for a network that comes with its weights. */
  readonly brought: SuppliedFileTitle | null;
}

/** A file that a network needs and that cannot come with it. */
export interface SuppliedFileTitle {
  /** What it is called. */
  readonly file: string;
  /** Where to get it, as in “Get stcn.pth from …”. */
  readonly from: string;
  /** The page that says where it lies, or null. */
  readonly page: string | null;
}

/**
 * The VOS networks, the preferred one first. No model file is named here, so that the page and the
 * commands can read this list without loading any; `modelManifest.ts` knows the files.
 */
export const VOS_NETWORKS: readonly [VosNetworkTitle, ...VosNetworkTitle[]] = [
  {
    name: 'compact',
    title: 'Compact VOS',
    description:
      'A space-time-memory network of 1.2 million parameters, trained for this project on the clean frames of DAVIS-2016: it shows what compression does to VOS as it comes.',
    brought: null,
  },
  {
    name: 'compact-retrained',
    title: 'Compact VOS, retrained',
    description:
      'The same network, trained further with half of its clips compressed by x265 at CRF 27 to 51: the usual alternative to carrying masks.',
    brought: null,
  },
  {
    name: 'stcn',
    title: 'STCN',
    description:
      'Space-time correspondence networks (Cheng, Tai, Tang; NeurIPS 2021), 54.4 million parameters, with the weights of its authors.',
    brought: {
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
    brought: {
      file: 'R50_AOTL_PRE_YTB_DAV.pth',
      from: 'the Model Zoo of its authors',
      page: 'https://github.com/yoxu515/aot-benchmark/blob/main/MODEL_ZOO.md',
    },
  },
  {
    name: 'own',
    title: 'Your own network',
    description:
      'Any network of three ONNX graphs: encode key, encode value, read and decode. Their inputs and outputs are documented in models/own_network.md.',
    brought: {
      file: 'network.zip',
      from: 'your own training: three graphs and metadata.json in one archive',
      page: null,
    },
  },
];

/** What the user reads about a network. */
export function vosNetworkTitle(name: VosNetworkName): VosNetworkTitle {
  return VOS_NETWORKS.find((network) => network.name === name) ?? VOS_NETWORKS[0];
}

/** True for a name of {@link VOS_NETWORKS}, from an address, a command or a file. */
export function isVosNetworkName(name: string): name is VosNetworkName {
  return VOS_NETWORKS.some((network) => network.name === name);
}

/** The networks whose weights come from a checkpoint. */
export const CHECKPOINT_NETWORKS: readonly CheckpointNetworkName[] = ['stcn', 'aot'];

/** True for a network that needs a file which the user brings. */
export function needsWeightsFile(name: VosNetworkName): name is SuppliedNetworkName {
  return VOS_NETWORKS.some((network) => network.name === name && network.brought !== null);
}
