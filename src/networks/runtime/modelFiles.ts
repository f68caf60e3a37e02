import { bytesToHex } from '@noble/hashes/utils.js';
import { digestBytes } from '../../files/digest.ts';
import { Problem } from '../../problem.ts';
import type { NetworkFile, Precision } from '../networksApi.ts';
import type { VosSource } from '../vos/vosSource.ts';
import { memoizeSuccess } from './memoizeSuccess.ts';
import {
  checkpointGraphs,
  enhancerModel,
  type ModelFile,
  maskRefinerModel,
  type ServedFile,
  vosModels,
} from './modelManifest.ts';

/**
 * The bytes of a model file; a served one is loaded once for as long as this thread lives.
 *
 * @throws Problem naming the file that cannot be loaded; a later call tries again
 */
export async function modelBytes(file: ModelFile): Promise<Uint8Array<ArrayBuffer>> {
  return 'bytes' in file ? file.bytes : servedBytes(file);
}

const servedBytes = memoizeSuccess(
  (file: ServedFile) => file.name,
  async (file: ServedFile): Promise<Uint8Array<ArrayBuffer>> => {
    const remedy = 'Check the connection to the server, then try again.';
    let response: Response;
    try {
      response = await fetch(file.url);
    } catch (error) {
      throw new Problem(`The network ${file.name} could not be loaded.`, remedy, { cause: error });
    }
    if (!response.ok) {
      const status = `HTTP status ${response.status}`;
      throw new Problem(`The network ${file.name} could not be loaded (${status}).`, remedy);
    }
    return new Uint8Array(await response.arrayBuffer());
  },
);

/**
 * The files that an experiment with this VOS network in this precision runs, the enhancer's and the
 * mask refiner's among them, each with the hash of the very bytes that this thread's sessions are made from; what a
 * person brought with the hash that it is kept under.
 *
 * @throws Problem naming the file that cannot be loaded
 */
export async function networkFiles(
  source: VosSource,
  precision: Precision,
): Promise<readonly NetworkFile[]> {
  const served = [
    graphsOf(source, precision),
    enhancerModel.files[precision],
    maskRefinerModel.files[precision],
  ];
  const files = served.flatMap((named) => Object.values<ServedFile>(named));
  const hashed = await Promise.all(files.map(hashedFile));
  return source.file ? [...hashed, source.file] : hashed;
}

/** The graphs that come with this build. */
function graphsOf({ name }: VosSource, precision: Precision): Readonly<Record<string, ServedFile>> {
  if (name === 'own') return {};
  if (name === 'stcn' || name === 'aot') return checkpointGraphs[name][precision];
  return vosModels[name].files[precision];
}

const hashedFile = memoizeSuccess(
  (file: ServedFile) => file.name,
  async (file: ServedFile): Promise<NetworkFile> => {
    const bytes = await modelBytes(file);
    const sha256 = bytesToHex(await digestBytes(bytes));
    return { name: file.name, sha256, bytes: bytes.length };
  },
);
