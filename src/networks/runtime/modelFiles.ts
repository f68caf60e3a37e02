import { bytesSha256 } from '../../files/sha256.ts';
import { fetchSiteBytes } from '../../files/siteFile.ts';
import type { NetworkFile } from '../networksApi.ts';
import { memoizeSuccess } from './memoizeSuccess.ts';
import type { ModelFile, ServedFile } from './modelManifest.ts';

/**
 * Returns the bytes of a model file. A served file is loaded only once per worker.
 *
 * @throws Problem naming the file that cannot be loaded; a later call tries again
 */
export async function modelBytes(file: ModelFile): Promise<Uint8Array<ArrayBuffer>> {
  return 'bytes' in file ? file.bytes : servedBytes(file);
}

const servedBytes = memoizeSuccess(
  (file: ServedFile) => file.name,
  (file: ServedFile) => fetchSiteBytes(file.url, file.name, `the network ${file.name}`),
);

/** A file of this build, with the hash of the bytes that its sessions are created from. */
export const hashedFile = memoizeSuccess(
  (file: ServedFile) => file.name,
  async (file: ServedFile): Promise<NetworkFile> => {
    const bytes = await modelBytes(file);
    const sha256 = await bytesSha256(bytes);
    return { name: file.name, sha256, bytes: bytes.length };
  },
);
