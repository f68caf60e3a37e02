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

/** What an experiment leaves for the next one: each part is true of the plan that it was made by. */
export interface StageCache {
  readonly sequence: OpenSequence;
  /** What came back from x265; null where nothing did. */
  readonly compressed: CodecOutput | null;
  /** The mask stream of ours; null where there is none. */
  readonly masks: CodedMasks | null;
  /** What was imported; its bits are null where they are to be read again. */
  readonly imported: { readonly frames: Frames; readonly bits: ImportedBits | null } | null;
  /** Finished, or left after some frame. */
  readonly columns: readonly FilledColumn[];
}

/**
 * Of what an experiment by the plan `before` has left, the part that an experiment by the plan `now`
 * would make again.
 *
 * @returns null where not even the frames are the same
 */
export function validFor(
  left: StageCache,
  before: ExperimentPlan,
  now: ExperimentPlan,
): StageCache | null {
  if (!sameFrames(before, now)) return null;
  const same = (key: keyof ExperimentPlan['configuration']) =>
    Object.is(before.configuration[key], now.configuration[key]);
  const compressed = sameEncoding(before, now) ? left.compressed : null;
  const sameVos = same('network') && same('memoryFrames');
  // Masks that were made here do not depend on the video.
  const sameSource = compressed !== null || !(before.media.x265Stream || now.media.x265Stream);
  const sameMaking = sameVos && same('maskQuality');
  const isCarried = left.masks?.settings === null;
  const sameMasks = isCarried ? compressed !== null : sameSource && sameMaking;
  const masks = sameMasks ? left.masks : null;
  const imported = sameImportedPictures(before, now) ? left.imported : null;
  // The enhancer is told the CRF; where the stream does not say it, the configured one.
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
    sequence: left.sequence,
    compressed,
    masks,
    imported: imported && { ...imported, bits: sameBitstream(before, now) ? imported.bits : null },
    columns: left.columns.filter(
      (column) =>
        hasPictures[column.name] &&
        sameVos &&
        column.usable &&
        // Networks that are prepared anew forget the runs that are not finished.
        (column.finished || same('provider')),
    ),
  };
}
