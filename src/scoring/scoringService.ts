import { Problem } from '../problem.ts';
import { type FrameSize, formatSize, sameSize } from '../sequence/frames.ts';
import { labelMap } from '../sequence/labelMaps.ts';
import { findArtefact } from './artefacts.ts';
import { countScore, scoreObjects } from './labelMapScore.ts';
import { pictureQuality } from './pictureQuality.ts';
import type { ScoringApi } from './scoringApi.ts';

/** `ScoringApi` without `readTruth`, which the worker adds. */
export const scoringService: Omit<ScoringApi, 'readTruth'> = {
  async scoreLabelMap(truth, predicted, index, objectIds) {
    assertSameSize('label map', index, truth.size, predicted.size);
    return scoreObjects(labelMap(truth, index), labelMap(predicted, index), truth.size, objectIds);
  },
  async countScore(truth, predicted, index, objectId) {
    assertSameSize('label map', index, truth.size, predicted.size);
    const maps = [labelMap(truth, index), labelMap(predicted, index)] as const;
    return countScore(...maps, truth.size, objectId);
  },
  async findArtefact(artefact, original, coded, frames) {
    assertSameSize('picture', frames[0] ?? 0, original.size, coded.size);
    return findArtefact(artefact, original, coded, frames);
  },
  async scorePicture(original, tested, truth, index) {
    assertSameSize('picture', index, original.size, tested.size);
    if (truth) assertSameSize('label map', index, original.size, truth.size);
    return pictureQuality(original, tested, truth, index);
  },
};

function assertSameSize(what: string, index: number, expected: FrameSize, found: FrameSize): void {
  if (sameSize(expected, found)) return;
  throw new Problem(
    `The ${what} of frame ${index} is ${formatSize(found)}, but the original is ${formatSize(expected)}.`,
    'Only pictures of the same size can be compared; use a result of this sequence.',
  );
}
