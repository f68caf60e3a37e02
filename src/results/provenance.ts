import { fileDigest } from '../files/digest.ts';
import type { NamedFile } from '../files/namedFile.ts';
import type { NetworkFile, ProviderReport } from '../networks/networksApi.ts';
import { isAbort } from '../problem.ts';
import { packageVersions } from './packageVersions.ts';
import type { GivenFile, Provenance } from './resultSchema.ts';

/** What an experiment knows of itself that is needed to repeat it. */
export interface ProvenanceParts {
  /** See `fingerprint`. */
  readonly input: string;
  /** The encoder's command; null where nothing was encoded here. */
  readonly commandLine: string | null;
  readonly givenFiles: readonly GivenFile[];
  readonly networks: readonly NetworkFile[];
  /** Null where no network ran. */
  readonly provider: ProviderReport | null;
}

/** What is needed to repeat an experiment; adds date, browser and versions. */
export function provenanceOf({
  input,
  commandLine,
  givenFiles,
  networks,
  provider,
}: ProvenanceParts): Provenance {
  return {
    date: new Date().toISOString(),
    input,
    commandLine,
    givenFiles,
    networks: networks.map(({ name, sha256 }) => ({ name, sha256 })),
    device: provider?.device ?? 'unknown',
    adapter: provider?.adapter ?? null,
    providerReason: provider?.reason ?? null,
    goldenDifference: provider?.goldenDifference ?? null,
    browser: globalThis.navigator?.userAgent ?? 'none',
    versions: packageVersions,
  };
}

type Role = GivenFile['role'];

/** A file that the user gave, or why it could not be read. */
export type HashedFile = GivenFile | { readonly role: Role; readonly error: unknown };

/** @throws AbortError; a file that cannot be read is told among the others */
export async function hashGivenFiles(
  files: readonly { readonly role: Role; readonly file: NamedFile }[],
  signal: AbortSignal,
): Promise<HashedFile[]> {
  const hashed: HashedFile[] = [];
  for (const { role, file } of files) {
    try {
      hashed.push({ role, name: file.name, sha256: await fileDigest(file, { signal }) });
    } catch (error) {
      if (isAbort(error)) throw error;
      hashed.push({ role, error });
    }
  }
  return hashed;
}

/**
 * The files that could be read. One that could not made no column: the others' result stands.
 *
 * @param isUsed whether a column was made from the file of this role
 * @throws what reading a file threw, where a column was made from it all the same
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
