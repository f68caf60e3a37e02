import { sameFile } from '../files/namedFile.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import type { ExperimentConfiguration } from './configuration.ts';
import type { ExperimentMedia } from './media.ts';

/** What is to be run. */
export interface ExperimentPlan {
  readonly source: SequenceSource;
  readonly configuration: ExperimentConfiguration;
  readonly media: ExperimentMedia;
}

/** True where both work on the same pictures. */
export function sameFrames(a: ExperimentPlan, b: ExperimentPlan): boolean {
  return a.source === b.source && a.configuration.frameLimit === b.configuration.frameLimit;
}

/** True where x265 gives the same from the same frames: it encodes alike, or the same stream is given. */
export function sameEncoding(a: ExperimentPlan, b: ExperimentPlan): boolean {
  if (a.media.x265Stream || b.media.x265Stream) {
    return sameFile(a.media.x265Stream, b.media.x265Stream);
  }
  const { crf, keyint } = a.configuration;
  return crf === b.configuration.crf && keyint === b.configuration.keyint;
}

/** True where the same pictures are imported, or none; see {@link sameBitstream} for their bits. */
export function sameImportedPictures(
  { media: { imported: a } }: ExperimentPlan,
  { media: { imported: b } }: ExperimentPlan,
): boolean {
  return a?.kind === b?.kind && sameFile(a?.file ?? null, b?.file ?? null);
}

/** True where the same bitstream, or none, stands beside the imported pictures. */
export function sameBitstream(a: ExperimentPlan, b: ExperimentPlan): boolean {
  return sameFile(bitstreamOf(a), bitstreamOf(b));
}

/** True where the same files are given. Their titles may differ: those change no figure. */
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
