import { proxy } from 'comlink';
import { namingFile } from '../../codec/createVideoFilesWorker.ts';
import type { ImportedFrames } from '../../codec/importStream.ts';
import type { NamedFile } from '../../files/namedFile.ts';
import type { WholeStage } from '../graph/stage.ts';
import type { Workers } from '../workers.ts';
import { objectId } from './objectId.ts';
import type { OpenSequence } from './read.ts';

/** Reads and decodes a stream of the sequence that the user supplied. */
export function suppliedStreamStage(
  read: WholeStage<OpenSequence>,
  file: NamedFile,
  { codec, videoFiles }: Pick<Workers, 'codec' | 'videoFiles'>,
): WholeStage<ImportedFrames> {
  return {
    shape: 'whole',
    id: `stream(${objectId(file.data)} ${file.name} ${read.id})`,
    kind: 'import',
    lane: 'codec',
    inputs: [{ stage: read, need: 'all' }],
    frames: read.frames,
    bytes: ({ frames }) => frames.buffer.byteLength,
    make: async ({ outputOf, progress, signal }) => {
      const { source, frames } = outputOf(read);
      const onProgress = proxy((done: number) => progress(done));
      const stream = await namingFile(
        file.name,
        videoFiles.run((api) => api.stream(file), signal),
      );
      return codec.run(
        (api) => api.importStream(stream, source.size, frames.count, onProgress),
        signal,
      );
    },
  };
}
