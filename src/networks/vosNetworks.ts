/** The VOS networks there are, as addresses, commands and result files name them. */
export type VosNetworkName = 'compact';

/** What a person reads about a VOS network. */
export interface VosNetworkTitle {
  readonly name: VosNetworkName;
  /** As tables and the screen print it. */
  readonly title: string;
  /** What it is and where it comes from, one sentence. */
  readonly description: string;
}

/**
 * The VOS networks, the preferred one first. No model file is named here, so that the page and the
 * commands can read this list without loading any; `modelManifest.ts` knows the files.
 */
export const VOS_NETWORKS: readonly VosNetworkTitle[] = [
  {
    name: 'compact',
    title: 'Compact VOS',
    description:
      'A space-time-memory network of 1.2 million parameters, trained for this project on DAVIS-2016.',
  },
];

/** True for a name of {@link VOS_NETWORKS}, from an address, a command or a file. */
export function isVosNetworkName(name: string): name is VosNetworkName {
  return VOS_NETWORKS.some((network) => network.name === name);
}
