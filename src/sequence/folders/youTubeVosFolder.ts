import { compareNames, frameName } from '../../files/fileNames.ts';
import type { FoundFile } from '../../files/foundFile.ts';
import { isOrAre, listNames } from '../messageWords.ts';
import type { PictureTree, TreeFolder } from './pictureTree.ts';
import { firstFrames, type ReadMeta, submittedFrames } from './youTubeVosMeta.ts';

/** YouTube-VOS names its videos so. */
const VIDEO_ID = /^[0-9a-f]{10}$/;

/**
 * Whether a tree is YouTube-VOS rather than DAVIS. It is when JPEGImages holds its sequences without
 * a folder for the resolution, and one of these is true:
 *
 * - a meta.json lies beside JPEGImages;
 * - every sequence is named by ten hexadecimal digits;
 * - fewer than half of the pictures are annotated, and some sequence has several annotations.
 *
 * Everything else is DAVIS, where an annotation missing in the middle is a fault.
 */
export function isYouTubeVos({ folders }: PictureTree, hasMeta: boolean): boolean {
  if (folders.some(({ resolution }) => resolution !== '')) return false;
  if (hasMeta || folders.every(({ name }) => VIDEO_ID.test(name))) return true;
  const total = (kind: 'pictures' | 'annotations') =>
    folders.reduce((sum, folder) => sum + folder[kind].length, 0);
  return (
    total('annotations') * 2 < total('pictures') &&
    folders.some(({ annotations }) => annotations.length > 1)
  );
}

/** What a folder of YouTube-VOS gives to its sequence. */
export interface YouTubeVosFiles {
  readonly pictures: readonly FoundFile[];
  readonly submitted: ReadonlySet<string> | undefined;
  readonly warnings: readonly string[];
}

/**
 * Begins a sequence with its first annotation, as the benchmarks of the field do (STCN, XMem): with
 * all frames of the data set some objects are first marked after the video's start.
 *
 * @param meta what the tree's meta.json says, undefined where there is none
 */
export function youTubeVosFiles(
  { name, pictures, annotations }: TreeFolder,
  meta: ReadMeta | undefined,
): YouTubeVosFiles {
  const annotated = new Set(annotations.map(({ path }) => frameName(path)));
  const warnings: string[] = [];
  const start = pictures.findIndex(({ path }) => annotated.has(frameName(path)));
  if (start > 0) {
    const count = start === 1 ? 'first picture' : `first ${start} pictures`;
    warnings.push(`The ${count} of ${name} come before the first mask, and are left out.`);
  }
  const kept = { pictures: start > 0 ? pictures.slice(start) : pictures };
  if (!meta) return { ...kept, submitted: undefined, warnings };
  if ('problem' in meta) {
    return { ...kept, submitted: undefined, warnings: [...warnings, meta.problem] };
  }
  const unmarked = firstFrames(meta.meta, name).filter(({ frame }) => !annotated.has(frame));
  for (const { id, frame } of unmarked) {
    warnings.push(
      `meta.json marks object ${id} of ${name} first in frame ${frame}, which has no annotation here.`,
    );
  }
  const submitted = submittedFrames(meta.meta, name);
  const present = new Set(pictures.map(({ path }) => frameName(path)));
  const absent = [...(submitted ?? [])].filter((frame) => !present.has(frame)).sort(compareNames);
  if (absent.length > 0) {
    warnings.push(
      `meta.json asks for masks of ${name} in ${listNames(absent)}, which ${isOrAre(absent)} without a picture here, so the exported masks lack ${absent.length === 1 ? 'it' : 'them'}.`,
    );
  }
  return { ...kept, submitted, warnings };
}
