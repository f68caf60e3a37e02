import { sameFile } from '../files/namedFile.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import type { ExperimentConfiguration } from './configuration.ts';
import type { ExperimentMedia } from './media.ts';

/** Input of an experiment: the sequence, the configuration and user-supplied files. */
export interface ExperimentPlan {
  readonly source: SequenceSource;
  readonly configuration: ExperimentConfiguration;
  readonly media: ExperimentMedia;
}

/** True when both plans use the same frames of the same sequence. */
export function sameFrames(a: ExperimentPlan, b: ExperimentPlan): boolean {
  return a.source === b.source && a.configuration.frameLimit === b.configuration.frameLimit;
}

/**
 * True when both plans have the same x265 video: the same encoder settings, or the same
 * user-supplied stream. The frames are not compared.
 */
export function sameEncoding(a: ExperimentPlan, b: ExperimentPlan): boolean {
  if (a.media.x265Stream || b.media.x265Stream) {
    return sameFile(a.media.x265Stream, b.media.x265Stream);
  }
  const { crf, keyint } = a.configuration;
  return crf === b.configuration.crf && keyint === b.configuration.keyint;
}

/**
 * True when both plans import the same frames, or none; see {@link sameBitstream} for their bits.
 */
export function sameImportedPictures(
  { media: { imported: a } }: ExperimentPlan,
  { media: { imported: b } }: ExperimentPlan,
): boolean {
  return a?.kind === b?.kind && sameFile(a?.file ?? null, b?.file ?? null);
}

/** True when the imported frames have the same bitstream, or none. */
export function sameBitstream(a: ExperimentPlan, b: ExperimentPlan): boolean {
  return sameFile(bitstreamOf(a), bitstreamOf(b));
}

/**
 * True when both plans have the same user-supplied files. Titles are ignored: they change no
 * figure.
 */
export function sameFiles(a: ExperimentPlan, b: ExperimentPlan): boolean {
  return (
    sameFile(a.media.x265Stream, b.media.x265Stream) &&
    sameImportedPictures(a, b) &&
    sameBitstream(a, b)
  );
}

function bitstreamOf({ media: { imported } }: ExperimentPlan) {
  return imported?.kind === 'frames' ? imported.bitstream : null;
}
