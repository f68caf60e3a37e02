/** The VOS networks there are, as addresses, commands and result files name them. */
export type VosNetworkName = 'compact' | 'compact-retrained';

/** What a person reads about a VOS network. */
export interface VosNetworkTitle {
  readonly name: VosNetworkName;
  /** As tables and the screen print it. */
  readonly title: string;
  /** What it is and where it comes from, a sentence or two. */
  readonly description: string;
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
  },
  {
    name: 'compact-retrained',
    title: 'Compact VOS, retrained',
    description:
      'The same network, trained further with half of its clips compressed by x265 at CRF 27 to 51: the usual alternative to carrying masks.',
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
