import { compareNames, frameName } from '../../files/fileNames.ts';
import type { FoundFile } from '../../files/foundFile.ts';
import { listNames } from '../../messageWords.ts';
import type { PictureTree, TreeFolder } from './pictureTree.ts';
import { firstFrames, type ReadMeta, submittedFrames } from './youTubeVosMeta.ts';

/** The names of YouTube-VOS videos. */
const VIDEO_ID = /^[0-9a-f]{10}$/;

/**
 * True when a tree is YouTube-VOS rather than DAVIS: JPEGImages has no folders for resolutions, and
 * one of these is true:
 *
 * - there is a meta.json next to JPEGImages;
 * - every sequence name is ten hexadecimal digits;
 * - fewer than half of the pictures are annotated, and some sequence has several annotations.
 *
 * Otherwise it is DAVIS, where a gap in the annotations is an error.
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

/** Parts of a sequence from a YouTube-VOS folder. */
export interface YouTubeVosFiles {
  readonly pictures: readonly FoundFile[];
  readonly submitted: ReadonlySet<string> | undefined;
  readonly warnings: readonly string[];
}

/**
 * Starts a sequence at its first annotation, as STCN and XMem do: in the data set with all frames,
 * the first annotation of some videos is not in the first frame.
 *
 * @param meta the meta.json of the tree; undefined if there is none
 */
export function youTubeVosFiles(
  { name, pictures, annotations }: TreeFolder,
  meta: ReadMeta | undefined,
): YouTubeVosFiles {
  const annotated = new Set(annotations.map(({ path }) => frameName(path)));
  const warnings: string[] = [];
  const start = pictures.findIndex(({ path }) => annotated.has(frameName(path)));
  if (start > 0) {
    warnings.push(
      start === 1
        ? `The first picture of ${name} comes before the first mask and is skipped.`
        : `The first ${start} pictures of ${name} come before the first mask and are skipped.`,
    );
  }
  const kept = { pictures: start > 0 ? pictures.slice(start) : pictures };
  if (!meta) return { ...kept, submitted: undefined, warnings };
  if ('problem' in meta) {
    return { ...kept, submitted: undefined, warnings: [...warnings, meta.problem] };
  }
  const unmarked = firstFrames(meta.meta, name).filter(({ frame }) => !annotated.has(frame));
  for (const { id, frame } of unmarked) {
    warnings.push(
      `meta.json first marks object ${id} of ${name} in frame ${frame}, which has no annotation here.`,
    );
  }
  const submitted = submittedFrames(meta.meta, name);
  const present = new Set(pictures.map(({ path }) => frameName(path)));
  const absent = [...(submitted ?? [])].filter((frame) => !present.has(frame)).sort(compareNames);
  if (absent.length > 0) {
    warnings.push(
      `meta.json requires masks of ${name} for frames without a picture here: ${listNames(absent)}. Exports do not include them.`,
    );
  }
  return { ...kept, submitted, warnings };
}
