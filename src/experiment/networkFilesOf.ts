import type { NetworkFile, Precision } from '../networks/networksApi.ts';
import type { VosNetworkName } from '../networks/vosNetworks.ts';
import type { Workers } from './workers.ts';

/** A file, with its VOS network if not all of an experiment's networks use it. */
export type FileOfNetworks = NetworkFile & { readonly vos?: VosNetworkName };

/**
 * The files of several VOS networks, of the enhancer and of the mask refiner, each once.
 *
 * @throws Problem naming a file that cannot be loaded; AbortError
 */
export async function networkFilesOf(
  networks: Workers['networks'],
  names: readonly VosNetworkName[],
  precision: Precision,
  signal?: AbortSignal,
): Promise<FileOfNetworks[]> {
  const found = new Map<string, { readonly file: FileOfNetworks; readonly networks: number }>();
  for (const vos of names) {
    for (const file of await networks.run((api) => api.networkFiles(vos, precision), signal)) {
      const before = found.get(file.name);
      found.set(file.name, {
        file: before?.file ?? { ...file, vos },
        networks: (before?.networks ?? 0) + 1,
      });
    }
  }
  return [...found.values()].map(({ file: { vos, ...file }, networks: uses }) =>
    uses === names.length || vos === undefined ? file : { ...file, vos },
  );
}
