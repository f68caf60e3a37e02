import type { NetworkFile, Precision } from '../networksApi.ts';
import { hashedFile } from '../runtime/modelFiles.ts';
import {
  checkpointGraphs,
  enhancerModel,
  maskRefinerModel,
  type ServedFile,
  vosModels,
} from '../runtime/modelManifest.ts';
import type { VosSource } from './vosSource.ts';

/**
 * The files of an experiment with this VOS network in this precision, including the enhancer and
 * the mask refiner, each with the hash of the bytes that this worker's sessions are created from. A
 * user-supplied file has the hash under which it is kept.
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

/** The network's graphs that are part of this build. */
function graphsOf({ name }: VosSource, precision: Precision): Readonly<Record<string, ServedFile>> {
  if (name === 'own') return {};
  if (name === 'stcn' || name === 'aot') return checkpointGraphs[name][precision];
  return vosModels[name].files[precision];
}
