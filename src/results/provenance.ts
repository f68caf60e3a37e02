import type { NamedFile } from '../files/namedFile.ts';
import { slicedDigestHex } from '../files/slicedDigest.ts';
import type { NetworkFile, ProviderReport } from '../networks/networksApi.ts';
import type { VosNetworkName } from '../networks/vosNetworks.ts';
import { isAbort } from '../problem.ts';
import { packageVersions } from './packageVersions.ts';
import type { GivenFile, Provenance } from './resultSchema.ts';

/** The data of an experiment that {@link provenanceOf} needs. */
export interface ProvenanceParts {
  /** See `fingerprint` in `sequence/fingerprint.ts`. */
  readonly input: string;
  readonly givenFiles: readonly GivenFile[];
  /** `vos`: the VOS network that a file belongs to, if the columns have several. */
  readonly networks: readonly (NetworkFile & { readonly vos?: VosNetworkName })[];
  /** Null if no network ran. */
  readonly provider: ProviderReport | null;
}

/** Everything that is needed to repeat an experiment: its data with date, browser and versions. */
export function provenanceOf({
  input,
  givenFiles,
  networks,
  provider,
}: ProvenanceParts): Provenance {
  return {
    date: new Date().toISOString(),
    input,
    givenFiles,
    networks: networks.map(({ name, sha256, vos }) => ({ name, sha256, ...(vos && { vos }) })),
    device: provider?.device ?? 'unknown',
    adapter: provider?.adapter ?? null,
    providerReason: provider?.reason ?? null,
    goldenDifference: provider?.goldenDifference ?? null,
    browser: globalThis.navigator?.userAgent ?? 'none',
    versions: packageVersions,
  };
}

type Role = GivenFile['role'];

/** A user-supplied file, or the error if it could not be read. */
export type HashedFile = GivenFile | { readonly role: Role; readonly error: unknown };

/**
 * Hashes user-supplied files. Errors of single files are part of the result.
 *
 * @throws AbortError
 */
export async function hashGivenFiles(
  files: readonly { readonly role: Role; readonly file: NamedFile }[],
  signal: AbortSignal,
): Promise<HashedFile[]> {
  const hashed: HashedFile[] = [];
  for (const { role, file } of files) {
    try {
      hashed.push({ role, name: file.name, sha256: await slicedDigestHex(file, { signal }) });
    } catch (error) {
      if (isAbort(error)) throw error;
      hashed.push({ role, error });
    }
  }
  return hashed;
}

/**
 * Returns the files that could be read.
 *
 * @param isUsed true when a column was made from the file with this role
 * @throws the error of a file that could not be read although a column was made from it
 */
export function readableFiles(
  hashed: readonly HashedFile[],
  isUsed: (role: Role) => boolean,
): GivenFile[] {
  return hashed.flatMap((file) => {
    if ('sha256' in file) return file;
    if (isUsed(file.role)) throw file.error;
    return [];
  });
}
