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
 * The files that an experiment with this VOS network in this precision runs, the enhancer's and the
 * mask refiner's among them, each with the hash of the very bytes that this worker's sessions are made from; what a
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
