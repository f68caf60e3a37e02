import type { PictureQuality } from '../../scoring/scoringApi.ts';
import type { FrameStage, Stage } from '../graph/stage.ts';
import type { Workers } from '../workers.ts';
import type { OpenSequence } from './read.ts';
import { twice } from './twice.ts';
import type { WithFrames } from './vos.ts';

/** Compares pictures with the originals. */
export function scorePicturesStage(
  read: Stage<OpenSequence>,
  pictures: Stage<WithFrames>,
  { scoring }: Pick<Workers, 'scoring'>,
): FrameStage<(PictureQuality | null)[]> {
  return {
    shape: 'frames',
    id: `score-pictures(${pictures.id})`,
    kind: 'score',
    lane: 'scoring',
    inputs: [
      { stage: read, need: 'frame' },
      { stage: pictures, need: 'frame' },
    ],
    frames: pictures.frames,
    inOrder: false,
    bytes: () => 0,
    open() {
      const output = new Array<PictureQuality | null>(pictures.frames).fill(null);
      return {
        output,
        async fill(index, { outputOf }) {
          const { frames: originals, truth } = outputOf(read);
          const { frames } = outputOf(pictures);
          const maps = truth.annotated[index] ? truth.maps : null;
          output[index] = await twice(() =>
            scoring.run((api) => api.scorePicture(originals, frames, maps, index)),
          );
          return 0;
        },
      };
    },
  };
}
