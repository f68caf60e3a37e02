/** The VOS networks there are, as addresses, commands and result files name them. */
export type VosNetworkName = CompactNetworkName | CheckpointNetworkName;

/** Networks that come with their weights. */
export type CompactNetworkName = 'compact' | 'compact-retrained';

/** Networks whose weights come from their authors' checkpoint, which a person brings. */
export type CheckpointNetworkName = 'stcn' | 'aot';

/** What a person reads about a VOS network. */
export interface VosNetworkTitle {
  readonly name: VosNetworkName;
  /** As tables and the screen print it. */
  readonly title: string;
  /** What it is and where it comes from, a sentence or two. */
  readonly description: string;
  /** The checkpoint that it needs; null for a network that comes with its weights. */
  readonly checkpoint: OfficialCheckpoint | null;
}

/** A checkpoint that the authors of a network offer. */
export interface OfficialCheckpoint {
  /** What the file is called there. */
  readonly file: string;
  /** Where the authors say where it lies. */
  readonly page: string;
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
    checkpoint: null,
  },
  {
    name: 'compact-retrained',
    title: 'Compact VOS, retrained',
    description:
      'The same network, trained further with half of its clips compressed by x265 at CRF 27 to 51: the usual alternative to carrying masks.',
    checkpoint: null,
  },
  {
    name: 'stcn',
    title: 'STCN',
    description:
      'Space-time correspondence networks (Cheng, Tai, Tang; NeurIPS 2021), 54.4 million parameters, with the weights of its authors.',
    checkpoint: { file: 'stcn.pth', page: 'https://github.com/hkchengrex/STCN' },
  },
  {
    name: 'aot',
    title: 'R50-AOTL',
    description:
      'Associating objects with transformers (Yang, Wei, Yang; NeurIPS 2021), 14.9 million parameters, with the weights of its authors.',
    checkpoint: {
      file: 'R50_AOTL_PRE_YTB_DAV.pth',
      page: 'https://github.com/yoxu515/aot-benchmark/blob/main/MODEL_ZOO.md',
    },
  },
];

/** What a person reads about a network. */
export function vosNetworkTitle(name: VosNetworkName): VosNetworkTitle {
  return VOS_NETWORKS.find((network) => network.name === name) ?? VOS_NETWORKS[0];
}

/** True for a name of {@link VOS_NETWORKS}, from an address, a command or a file. */
export function isVosNetworkName(name: string): name is VosNetworkName {
  return VOS_NETWORKS.some((network) => network.name === name);
}

/** True for a network whose weights come from a checkpoint. */
export function isCheckpointNetworkName(name: string): name is CheckpointNetworkName {
  return VOS_NETWORKS.some((network) => network.name === name && network.checkpoint !== null);
}
