import { BlobWriter, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import { frameName } from '../files/fileNames.ts';
import { Problem } from '../problem.ts';
import { encodeLabelMapPng } from './labelMapPng.ts';
import { type LabelMaps, labelMap } from './labelMaps.ts';

/** The label maps of one sequence, for an archive. */
export interface ArchivedSequence {
  /** The sequence's name; of `valid/0062f687f1` only the last part counts. */
  readonly sequence: string;
  /** At the pictures' own size. */
  readonly maps: LabelMaps;
  /** A name for each map, with or without extension, e.g. `00000.jpg`. */
  readonly frameNames: readonly string[];
  /** Indices of the frames to write, such as `SequenceSource.submittedFrames`; all by default. */
  readonly frames?: readonly number[] | undefined;
}

/**
 * How an archive is arranged.
 *
 * - `davis`: `SEQUENCE/00000.png`, as davis2017-evaluation and the DAVIS server take results.
 * - `youtube-vos`: `Annotations/ID/00000.png`, as the YouTube-VOS server takes them (XMem's `eval.py`
 *   and STCN's `eval_youtube.py` write the same).
 */
export type ArchiveLayout = 'davis' | 'youtube-vos';

/**
 * Label maps as a ZIP archive of palette PNGs in the DAVIS palette. Equal maps give an equal archive,
 * byte for byte.
 *
 * @param sequences taken one after the other, so that only one of them needs to be in memory
 * @throws Problem when two sequences have the same name
 */
export async function labelMapArchive(
  sequences: Iterable<ArchivedSequence> | AsyncIterable<ArchivedSequence>,
  layout: ArchiveLayout,
): Promise<Blob> {
  const archive = new ZipWriter(new BlobWriter('application/zip'), {
    useWebWorkers: false,
    // A PNG is compressed already.
    level: 0,
    // The first moment that the format knows: nothing of the day it was made.
    lastModDate: new Date(1980, 0, 1),
    extendedTimestamp: false,
  });
  const written = new Set<string>();
  for await (const { sequence, maps, frameNames, frames } of sequences) {
    const name = sequence.slice(sequence.lastIndexOf('/') + 1);
    if (written.has(name)) {
      throw new Problem(
        `Two sequences are called ${name}, and an archive has one folder of that name.`,
        'Export them one at a time.',
      );
    }
    written.add(name);
    const folder = layout === 'davis' ? name : `Annotations/${name}`;
    for (const index of frames ?? frameNames.keys()) {
      const frame = frameNames[index];
      if (frame === undefined) throw new RangeError(`frame ${index} of ${sequence} has no name`);
      const png = encodeLabelMapPng(labelMap(maps, index), maps.size);
      await archive.add(`${folder}/${frameName(frame)}.png`, new Uint8ArrayReader(png));
    }
  }
  return archive.close();
}
