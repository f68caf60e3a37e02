import { compareNames } from './experiments.ts';

/** Parts of an evaluation that is divided into `count` of them: usually one, several once merged. */
export interface Shard {
  /** Ascending, each from 1 to `count`. */
  readonly parts: readonly number[];
  readonly count: number;
}

/**
 * Reads `2/8`, the second of eight parts.
 *
 * @param option as the message names it
 * @throws Error with a sentence that says what is wrong
 */
export function parseShard(option: string, text: string): Shard {
  const [, part, count] = /^(\d+)\/(\d+)$/.exec(text)?.map(Number) ?? [];
  if (part === undefined || count === undefined || part < 1 || part > count) {
    throw new Error(`${option} ${text} is not i/n with i from 1 to n, such as 2/8.`);
  }
  return { parts: [part], count };
}

/** `2/8`, or `1,3/8` for several parts. {@link readShard} reads it back. */
export function formatShard({ parts, count }: Shard): string {
  return `${parts.join(',')}/${count}`;
}

/** What {@link formatShard} wrote; null for anything else. */
export function readShard(text: string): Shard | null {
  const [, parts, count] = /^(\d+(?:,\d+)*)\/(\d+)$/.exec(text) ?? [];
  if (parts === undefined || count === undefined) return null;
  return { parts: parts.split(',').map(Number), count: Number(count) };
}

/**
 * The sequences of a shard: sorted by name (by code unit, so alike on every machine), the i-th part
 * of n takes the i-th and every n-th after it. Every sequence is in exactly one of the n parts,
 * whatever the order in which the folder lists them.
 */
export function sequencesOfShard(names: readonly string[], shard: Shard | null): string[] {
  const sorted = [...new Set(names)].sort(compareNames);
  if (!shard) return sorted;
  return sorted.filter((_, index) => shard.parts.includes((index % shard.count) + 1));
}
