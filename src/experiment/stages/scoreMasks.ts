import type { FrameScore } from '../../scoring/scoringApi.ts';
import type { FrameStage, Stage } from '../graph/stage.ts';
import type { Workers } from '../workers.ts';
import type { OpenSequence } from './read.ts';
import { twice } from './twice.ts';
import type { WithMaps } from './vos.ts';

/** Scores masks against the annotations; null for frames without annotation. */
export function scoreMasksStage(
  read: Stage<OpenSequence>,
  masks: Stage<WithMaps>,
  { scoring }: Pick<Workers, 'scoring'>,
): FrameStage<(FrameScore | null)[]> {
  return {
    shape: 'frames',
    id: `score-masks(${masks.id})`,
    kind: 'score',
    lane: 'scoring',
    inputs: [
      { stage: read, need: 'frame' },
      { stage: masks, need: 'frame' },
    ],
    frames: masks.frames,
    inOrder: false,
    bytes: () => 0,
    open() {
      const output = new Array<FrameScore | null>(masks.frames).fill(null);
      return {
        output,
        async fill(index, { outputOf }) {
          const sequence = outputOf(read);
          const { truth, scoredIds } = sequence;
          if (!truth.annotated[index]) return 0;
          const { maps } = outputOf(masks);
          const score = await twice(() =>
            scoring.run((api) => api.scoreLabelMap(truth.maps, maps, index, scoredIds)),
          );
          output[index] = onlyVisible(score, sequence, index);
          return 0;
        },
      };
    },
  };
}

/** Sets an object's scores to NaN up to the frame in which it first appears. */
function onlyVisible(
  { J, F }: FrameScore,
  { scoredIds, appearances }: OpenSequence,
  index: number,
): FrameScore {
  // In DAVIS no objects appear later, so nothing is hidden, as in the official evaluation.
  const hidden = new Set(appearances.slice(index).flat());
  if (index === 0 || hidden.size === 0) return { J, F };
  const visible = (values: readonly number[]) =>
    values.map((value, object) => (hidden.has(scoredIds[object] ?? 0) ? Number.NaN : value));
  return { J: visible(J), F: visible(F) };
}
