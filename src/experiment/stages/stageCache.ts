import { encodedCrf } from '../../codec/encodedVideo.ts';
import type { Frames } from '../../sequence/frames.ts';
import {
  type ExperimentPlan,
  sameBitstream,
  sameEncoding,
  sameFrames,
  sameImportedPictures,
} from '../experimentPlan.ts';
import type { CodedMasks, ImportedBits } from '../experimentState.ts';
import type { CodecOutput } from './encodeAndDecode.ts';
import type { FilledColumn } from './filledColumn.ts';
import type { OpenSequence } from './openSequence.ts';

/**
 * Results of an experiment that the next one can reuse. Each part is valid for the plan it was made
 * by.
 */
export interface StageCache {
  readonly sequence: OpenSequence;
  /** Output of x265; null if there is none. */
  readonly compressed: CodecOutput | null;
  /** The mask stream of ours; null if there is none. */
  readonly masks: CodedMasks | null;
  /** The import; its bits are null if they must be read again. */
  readonly imported: { readonly frames: Frames; readonly bits: ImportedBits | null } | null;
  /** Finished or partly filled columns. */
  readonly columns: readonly FilledColumn[];
}

/**
 * Returns the part of a cache that is also valid for another plan.
 *
 * @param cache results of the plan `before`
 * @param now the plan of the next experiment
 * @returns null if the plans use different frames
 */
export function reusableStages(
  cache: StageCache,
  before: ExperimentPlan,
  now: ExperimentPlan,
): StageCache | null {
  if (!sameFrames(before, now)) return null;
  const same = (key: keyof ExperimentPlan['configuration']) =>
    Object.is(before.configuration[key], now.configuration[key]);
  const compressed = sameEncoding(before, now) ? cache.compressed : null;
  const sameVos = same('network') && same('memoryFrames');
  // Masks from VOS on the originals do not depend on the video.
  const sameSource = compressed !== null || !(before.media.x265Stream || now.media.x265Stream);
  const sameMaking = sameVos && same('maskQuality');
  const isCarried = cache.masks?.settings === null;
  const sameMasks = isCarried ? compressed !== null : sameSource && sameMaking;
  const masks = sameMasks ? cache.masks : null;
  const imported = sameImportedPictures(before, now) ? cache.imported : null;
  // The enhancer takes the CRF of the stream, or the configured one if the stream has none.
  const sameEnhancement = compressed && (encodedCrf(compressed.video) !== null || same('crf'));
  const hasPictures = {
    original: true,
    x265: compressed !== null,
    ours:
      sameEnhancement === true &&
      same('ours') &&
      (now.configuration.ours === 'enhanced' || masks !== null),
    imported: imported !== null,
  };
  return {
    sequence: cache.sequence,
    compressed,
    masks,
    imported: imported && { ...imported, bits: sameBitstream(before, now) ? imported.bits : null },
    columns: cache.columns.filter(
      (column) =>
        hasPictures[column.name] &&
        sameVos &&
        column.usable &&
        // Preparing the networks for another provider discards unfinished runs.
        (column.finished || same('provider')),
    ),
  };
}
