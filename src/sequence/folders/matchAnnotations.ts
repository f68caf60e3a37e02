import { fileName, frameName } from '../../files/fileNames.ts';
import type { FoundFile } from '../../files/foundFile.ts';
import { count, isOrAre, listNames } from '../../messageWords.ts';
import { Problem } from '../../problem.ts';
import type { SequenceFiles } from '../sequenceFiles.ts';

export interface MatchedAnnotations {
  /** One entry per picture; the first is null only in a plain folder without masks. */
  readonly annotations: readonly (FoundFile | null)[];
  readonly warnings: readonly string[];
}

/**
 * Matches annotations to pictures by name. Either every frame has an annotation, or only the first
 * (DAVIS test-dev, whose other annotations are secret); then the sequence runs, but cannot be
 * scored. In YouTube-VOS, the first frame and any others have one. A plain folder may have none.
 *
 * @throws Problem that names the frames or the folder
 */
export function matchAnnotations(files: SequenceFiles): MatchedAnnotations {
  const { name, layout, pictures, annotationFolder } = files;
  const [firstPicture] = pictures;
  if (!firstPicture) throw new Problem(`${name} has no pictures.`, 'Add them as JPEG files.');
  if (files.annotations.length === 0 && layout === 'plain') {
    const { firstMask = null } = files;
    const rest = pictures.slice(1).map(() => null);
    const warnings = firstMask && rest.length > 0 ? [onlyFirstAnnotated(name)] : [];
    return { annotations: [firstMask, ...rest], warnings };
  }
  if (files.annotations.length === 0) {
    throw new Problem(
      `${name} has no annotations: there are no PNG files in ${annotationFolder}.`,
      'Choose the folder that contains both JPEGImages and Annotations.',
    );
  }

  const byFrame = new Map(files.annotations.map((file) => [frameName(file.path), file]));
  const annotations = pictures.map(({ path }) => byFrame.get(frameName(path)) ?? null);
  const counts = `${count(pictures.length, 'picture')} and ${count(files.annotations.length, 'annotation')}`;

  if (!annotations[0]) {
    const found = files.annotations[0];
    throw new Problem(
      `${name} has no mask for its first frame: ${annotationFolder}/${frameName(firstPicture.path)}.png is missing` +
        `${found ? ` (the first one there is ${fileName(found.path)})` : ''}.`,
      'Segmentation starts from that mask: add it, with the name of its picture.',
    );
  }

  const frames = new Set(pictures.map(({ path }) => frameName(path)));
  const withoutPicture = files.annotations.filter(({ path }) => !frames.has(frameName(path)));
  if (withoutPicture.length > 0) {
    throw new Problem(
      `${name} has ${counts}: ${listNames(withoutPicture.map(({ path }) => fileName(path)))} ${isOrAre(withoutPicture)} missing a picture.`,
      'Add the missing pictures, or remove these annotations.',
    );
  }

  const missing = pictures.filter((_, index) => annotations[index] === null);
  if (missing.length === 0) return { annotations, warnings: [] };
  if (missing.length === pictures.length - 1) {
    return { annotations, warnings: [onlyFirstAnnotated(name)] };
  }
  if (layout === 'youtube-vos') {
    const annotated = count(pictures.length - missing.length, 'frame');
    return {
      annotations,
      warnings: [`Only ${annotated} of ${pictures.length} in ${name} are annotated and scored.`],
    };
  }
  throw new Problem(
    `${name} has ${counts}: ${listNames(missing.map(({ path }) => `${frameName(path)}.png`))} ${isOrAre(missing)} missing in ${annotationFolder}.`,
    'Add the missing annotations, or keep only the one of the first frame.',
  );
}

/** The warning that masks can be shown, but not scored. */
export function onlyFirstAnnotated(name: string): string {
  return `Only the first frame of ${name} is annotated, so its masks are shown but cannot be scored.`;
}
