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

/**
 * True when both plans have the same user-supplied files. Titles are ignored: they change no
 * figure.
 */
export function sameFiles(a: ExperimentMedia, b: ExperimentMedia): boolean {
  const [from, to] = [a.imported, b.imported];
  return (
    sameFile(a.x265Stream, b.x265Stream) &&
    from?.kind === to?.kind &&
    sameFile(from?.file ?? null, to?.file ?? null) &&
    sameFile(bitstreamOf(a), bitstreamOf(b))
  );
}

function bitstreamOf({ imported }: ExperimentMedia) {
  return imported?.kind === 'frames' ? imported.bitstream : null;
}
