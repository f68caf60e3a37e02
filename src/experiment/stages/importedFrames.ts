import { proxy } from 'comlink';
import type { ReadFrames } from '../../codec/formatNotes.ts';
import type { NamedFile } from '../../files/namedFile.ts';
import type { WholeStage } from '../graph/stage.ts';
import type { Workers } from '../workers.ts';
import { objectId } from './objectId.ts';
import type { OpenSequence } from './read.ts';

/** Reads the frames of another codec's decoder. */
export function importedFramesStage(
  read: WholeStage<OpenSequence>,
  file: NamedFile,
  { codec }: Pick<Workers, 'codec'>,
): WholeStage<ReadFrames> {
  return {
    shape: 'whole',
    id: `frames(${objectId(file.data)} ${file.name} ${read.id})`,
    kind: 'import',
    lane: 'codec',
    inputs: [{ stage: read, need: 'all' }],
    frames: read.frames,
    bytes: ({ frames }) => frames.buffer.byteLength,
    make: ({ outputOf, progress, signal }) => {
      const { source, frames: originals } = outputOf(read);
      const onProgress = proxy((done: number) => progress(done));
      return codec.run(
        (api) => api.importFrames(file, source.size, originals.count, onProgress),
        signal,
      );
    },
  };
}
