import { Problem } from '../../problem.ts';
import { listNames } from '../../sequence/messageWords.ts';
import { experimentTitle, type PlannedExperiment } from '../evaluate/experiments.ts';
import { formatShard, type Shard } from '../evaluate/shard.ts';
import { type PlannedFile, plannedExperiments } from './plannedFile.ts';

/** Whether some file has the experiment's result or failure. */
export type IsSettled = (experiment: PlannedExperiment) => boolean;

/**
 * Refuses shards of different divisions: 1/8 and 2/4, or 1/2 and 2/2 of different sequences. Together
 * they would leave sequences out that no file knows of.
 *
 * @throws Problem that names the two files
 */
export function refuseOtherDivisions(files: readonly PlannedFile[]): void {
  const [first, ...others] = shardsOf(files);
  if (!first) return;
  for (const other of others) {
    if (first.shard.count !== other.shard.count) {
      const shards = `${formatShard(first.shard)} and ${formatShard(other.shard)}`;
      throw new Problem(
        `${first.file} and ${other.file} are of different divisions: shard (${shards}).`,
        'Merge shards of one division only.',
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
        'Give every shard the same --sequences and the same folder, and evaluate again.',
      );
    }
  }
}

/** A sentence on every shard and experiment that is missing; null when all are there. */
export function describeMissing(
  files: readonly PlannedFile[],
  isSettled: IsSettled,
): string | null {
  const sentences: string[] = [];
  const united = unitedShard(files, isSettled);
  if (united) {
    const missing = partsOf(united.count).filter((part) => !united.parts.includes(part));
    const texts = missing.map((part) => formatShard({ parts: [part], count: united.count }));
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
 * The shards among the files put together, with those whose experiments other files have; null where
 * no file is a shard.
 */
export function unitedShard(files: readonly PlannedFile[], isSettled: IsSettled): Shard | null {
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
