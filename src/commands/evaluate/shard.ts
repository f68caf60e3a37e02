import { compareNames } from './experiments.ts';

/** Parts of an evaluation that is divided into `count` parts; a merged file can have several. */
export interface Shard {
  /** Ascending, each from 1 to `count`. */
  readonly parts: readonly number[];
  readonly count: number;
}

/**
 * Parses a shard such as `2/8`, the second of eight parts.
 *
 * @param option name of the option, for messages
 * @throws Error when it is not i/n with i from 1 to n
 */
export function parseShard(option: string, text: string): Shard {
  const [, part, count] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (part === undefined || count === undefined || part < 1 || part > count) {
    throw new Error(`${option} ${text} is not i/n with i from 1 to n, such as 2/8.`);
  }
  return { parts: [part], count };
}

/** Formats a shard as `2/8`, or `1,3/8` for several parts; {@link readShard} parses it. */
export function formatShard({ parts, count }: Shard): string {
  return `${parts.join(',')}/${count}`;
}

/** Parses the output of {@link formatShard}; null for other texts. */
export function readShard(text: string): Shard | null {
  const [, parts, count] = /^(\d+(?:,\d+)*)\/(\d+)$/.exec(text) ?? [];
  if (parts === undefined || count === undefined) return null;
  return { parts: parts.split(',').map(Number), count: Number(count) };
}

/**
 * The sequences of a shard. Part i of n has the i-th sequence, sorted by name, and every n-th after
 * it. Each sequence is in exactly one part. The sorting by code unit is the same on all machines.
 */
export function sequencesOfShard(names: readonly string[], shard: Shard | null): string[] {
  const sorted = [...new Set(names)].sort(compareNames);
  if (!shard) return sorted;
  return sorted.filter((_, index) => shard.parts.includes((index % shard.count) + 1));
}
