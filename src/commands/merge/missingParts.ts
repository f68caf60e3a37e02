import { listNames } from '../../messageWords.ts';
import { Problem } from '../../problem.ts';
import { experimentTitle, type PlannedExperiment } from '../evaluate/experiments.ts';
import { formatShard, type Shard } from '../evaluate/shard.ts';
import { type PlannedFile, plannedExperiments } from './plannedFile.ts';

/** True when a file has a result or failure of the experiment. */
export type IsSettled = (experiment: PlannedExperiment) => boolean;

/**
 * Refuses shards of different divisions, such as 1/8 and 2/4, or 1/2 and 2/2 of different
 * sequences. Missing sequences could not be detected in them.
 *
 * @throws Problem that contains the two files
 */
export function refuseOtherDivisions(files: readonly PlannedFile[]): void {
  const [first, ...others] = shardsOf(files);
  if (!first) return;
  for (const other of others) {
    if (first.shard.count !== other.shard.count) {
      const shards = `${formatShard(first.shard)} and ${formatShard(other.shard)}`;
      throw new Problem(
        `${first.file} and ${other.file} are of different divisions: shard (${shards}).`,
        'Merge only shards of the same division.',
      );
    }
    const [here, there] = [first.planned.sequenceNames, other.planned.sequenceNames];
    const differing = [
      ...here.filter((name) => !there.includes(name)),
      ...there.filter((name) => !here.includes(name)),
    ];
    if (differing.length > 0) {
      throw new Problem(
        `${first.file} and ${other.file} are shards of different sets of sequences: only one has ${listNames(differing)}.`,
        'Evaluate all shards again with the same --sequences and the same folder.',
      );
    }
  }
}

/** Describes all missing shards and experiments; null if none are missing. */
export function describeMissing(
  files: readonly PlannedFile[],
  isSettled: IsSettled,
): string | null {
  const sentences: string[] = [];
  const merged = mergedShard(files, isSettled);
  if (merged) {
    const missing = partsOf(merged.count).filter((part) => !merged.parts.includes(part));
    const texts = missing.map((part) => formatShard({ parts: [part], count: merged.count }));
    if (texts.length === 1) sentences.push(`Shard ${texts.join()} is missing.`);
    else if (texts.length > 1) sentences.push(`Shards ${texts.join(', ')} are missing.`);
  }
  for (const { file, experiments } of files) {
    const open = experiments.filter((experiment) => !isSettled(experiment));
    if (open.length === 0) continue;
    const titles = listNames(open.map(experimentTitle));
    sentences.push(
      `${file} is unfinished: ${open.length} of its ${experiments.length} experiments are missing (${titles}).`,
    );
  }
  return sentences.length > 0 ? sentences.join(' ') : null;
}

/**
 * The shard that the merged files form, including parts whose experiments are in other files. Null
 * if no file is a shard.
 */
export function mergedShard(files: readonly PlannedFile[], isSettled: IsSettled): Shard | null {
  const shards = shardsOf(files);
  const [first] = shards;
  if (!first) return null;
  const { count } = first.shard;
  const parts = partsOf(count).filter(
    (part) =>
      shards.some(({ shard }) => shard.parts.includes(part)) ||
      plannedExperiments(first.planned, { parts: [part], count }).every(isSettled),
  );
  return { parts, count };
}

function partsOf(count: number): number[] {
  return Array.from({ length: count }, (_, index) => index + 1);
}

function shardsOf(files: readonly PlannedFile[]) {
  return files.flatMap((file) => (file.shard ? [{ ...file, shard: file.shard }] : []));
}
