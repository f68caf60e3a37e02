import { BlobWriter, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';
import { fileName, frameName } from '../files/fileNames.ts';
import { Problem } from '../problem.ts';
import { encodeLabelMapPng } from './labelMapPng.ts';
import { type LabelMaps, labelMap } from './labelMaps.ts';

/** The label maps of one sequence, for an archive. */
export interface ArchivedSequence {
  /** Name of the sequence; only the last part of `valid/0062f687f1` is used. */
  readonly sequence: string;
  /** At the original size of the pictures. */
  readonly maps: LabelMaps;
  /** Name of each frame, with or without extension, e.g. `00000.jpg`. */
  readonly frameNames: readonly string[];
  /** Indices of the frames to write, such as `SequenceSource.submittedFrames`; all by default. */
  readonly frames?: readonly number[] | undefined;
}

/**
 * The layout of an archive.
 *
 * - `davis`: `SEQUENCE/00000.png`, for davis2017-evaluation and the DAVIS server.
 * - `youtube-vos`: `Annotations/ID/00000.png`, for the YouTube-VOS server (like `eval.py` of XMem
 *   and `eval_youtube.py` of STCN).
 */
export type ArchiveLayout = 'davis' | 'youtube-vos';

/**
 * Writes label maps to a ZIP archive of palette PNGs in the DAVIS palette. Equal maps give
 * identical archives.
 *
 * @param sequences read one by one, so that only one needs to be in memory
 * @throws Problem when two sequences have the same name
 */
export async function labelMapArchive(
  sequences: Iterable<ArchivedSequence> | AsyncIterable<ArchivedSequence>,
  layout: ArchiveLayout,
): Promise<Blob> {
  const archive = new ZipWriter(new BlobWriter('application/zip'), {
    useWebWorkers: false,
    // PNG files are already compressed.
    level: 0,
    // A fixed date, the earliest in the format, for reproducible archives.
    lastModDate: new Date(1980, 0, 1),
    extendedTimestamp: false,
  });
  const written = new Set<string>();
  for await (const { sequence, maps, frameNames, frames } of sequences) {
    const name = fileName(sequence);
    if (written.has(name)) {
      throw new Problem(
        `Two sequences are called ${name}, but an archive can have only one folder of that name.`,
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
