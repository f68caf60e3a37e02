import { folderOf, frameName, isZipFile } from '../files/fileNames.ts';
import type { FoundFile } from '../files/foundFile.ts';
import { loadCode } from '../files/loadCode.ts';
import { describeError, Problem } from '../problem.ts';
import { findPlainSequences } from './folders/plainFolder.ts';
import { inspectFound, inspectSequence } from './inspectSequence.ts';
import type {
  BrokenSequence,
  SequenceListing,
  SequenceOrigin,
  SequenceSource,
} from './sequence.ts';
import type { SequenceFiles } from './sequenceFiles.ts';
import { findTreeSequences } from './treeSequences.ts';
import { type FoundVideo, findVideos, inspectVideo, type VideoReader } from './videoFile.ts';

/**
 * Lists the sequences among the user's files: any combination of DAVIS and YouTube-VOS folders,
 * plain folders of pictures, videos, and ZIP archives of these.
 *
 * @param readVideo reads the facts of a video
 * @throws Problem that lists the supported and the actual files when there are no sequences
 */
export async function listFiles(
  readVideo: VideoReader,
  files: readonly FoundFile[],
  origin: SequenceOrigin = 'folder',
): Promise<SequenceListing> {
  const archives = await openArchives(files, origin);
  const trees = await findTreeSequences(archives.files, origin);
  const videos = findVideos(trees.rest);
  const masks = new Set(videos.map(({ mask }) => mask));
  const plain = findPlainSequences(
    trees.rest.filter((file) => !masks.has(file)),
    origin,
  );
  const listing = await inspectFound(
    withDistinctNames([
      ...trees.found.map((sequence) => ofPictures(sequence, sequence.name)),
      ...plain.map((sequence) => ofPictures(sequence, folderOf(sequence.pictures[0]?.path ?? ''))),
      ...videos.map((video) => ofVideo(video, origin, readVideo)),
    ]).map(({ name, inspect }) => ({ name, origin, inspect: () => inspect(name) })),
  );
  const broken = [...listing.broken, ...trees.broken, ...archives.broken];
  if (listing.sequences.length + broken.length === 0) throw nothingFound(archives.files);
  return { sequences: listing.sequences, broken };
}

interface Candidate {
  readonly name: string;
  /** Its unique path. */
  readonly path: string;
  inspect(name: string): Promise<SequenceSource>;
}

function ofPictures(files: SequenceFiles, path: string): Candidate {
  return { name: files.name, path, inspect: (name) => inspectSequence({ ...files, name }) };
}

function ofVideo(video: FoundVideo, origin: SequenceOrigin, read: VideoReader): Candidate {
  const { path } = video.file;
  const inspect = (name: string) => inspectVideo(read, video, name, origin);
  return { name: frameName(path), path, inspect };
}

/** Uses the paths of sequences as names if several have the same name. */
function withDistinctNames(candidates: readonly Candidate[]): Candidate[] {
  const counts = new Map<string, number>();
  for (const { name } of candidates) counts.set(name, (counts.get(name) ?? 0) + 1);
  return candidates.map((candidate) =>
    counts.get(candidate.name) === 1 ? candidate : { ...candidate, name: candidate.path },
  );
}

/** Replaces archives with the files in them. Unreadable archives are reported separately. */
async function openArchives(
  files: readonly FoundFile[],
  origin: SequenceOrigin,
): Promise<{ readonly files: FoundFile[]; readonly broken: BrokenSequence[] }> {
  const broken: BrokenSequence[] = [];
  const found: FoundFile[] = [];
  for (const file of files) {
    if (!isZipFile(file.path)) {
      found.push(file);
      continue;
    }
    try {
      const { filesOfZip } = await loadCode(
        'The reader of archives',
        () => import('../files/zipFiles.ts'),
      );
      for (const member of await filesOfZip(await file.blob(), file.path)) found.push(member);
    } catch (error) {
      broken.push({ name: file.path, origin, problem: describeError(error) });
    }
  }
  return { files: found, broken };
}

const SUPPORTED =
  'a DAVIS or YouTube-VOS folder (JPEGImages/480p/SEQUENCE/00000.jpg with ' +
  'Annotations/480p/SEQUENCE/00000.png, or both without 480p), a folder of JPEG or PNG pictures, ' +
  'a video (.mp4, .mov, .mkv, .webm), or a .zip of these';

/** Number of file types listed in the message. */
const KINDS_SHOWN = 3;

function nothingFound(files: readonly FoundFile[]): Problem {
  const [first] = files;
  const kinds = new Map<string, number>();
  for (const { path } of files) {
    const kind = /\.\w+$/.exec(path)?.[0].toLowerCase() ?? 'other';
    kinds.set(kind, (kinds.get(kind) ?? 0) + 1);
  }
  const counts = [...kinds]
    .toSorted((a, b) => b[1] - a[1])
    .slice(0, KINDS_SHOWN)
    .map(([kind, number]) => `${number} ${kind}`);
  const found = first
    ? `${counts.join(', ')} file${files.length === 1 ? '' : 's'}, such as ${first.path}`
    : 'no files';
  const masksOnly = kinds.size === 1 && kinds.has('.png');
  return new Problem(
    `No sequence was found: expected ${SUPPORTED}; found ${found}.`,
    masksOnly
      ? 'Open masks together with their pictures or their video.'
      : 'Choose the folder that contains the pictures, with masks in a folder named Annotations.',
  );
}
