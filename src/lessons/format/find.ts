import { ARTEFACTS } from '../../scoring/artefacts.ts';

/**
 * What a step can look for in a column, so that its place need not be written down: it is right in
 * any recording.
 *
 * - an artefact, where it is strongest;
 * - `wrong masks`: on the frame with the lowest J&F, where most pixels have a wrong label;
 * - `largest loss`: the frame at which J&F is farthest below that of the column on the originals;
 * - `pulse`: the key frame at which PSNR rises most;
 * - a block: the largest one that is skipped, the intra one with the most bits, or the one with the
 *   most bits of all.
 */
export const FIND_KINDS = [
  ...ARTEFACTS,
  'wrong masks',
  'largest loss',
  'pulse',
  'skipped block',
  'intra block',
  'costliest block',
] as const;

export type FindKind = (typeof FIND_KINDS)[number];

/** E.g. `blocking in column 2`, or `blocking in column 2 on this frame`. */
export interface Find {
  readonly kind: FindKind;
  /** Index of the column, from 0. */
  readonly column: number;
  /** True if only the frame of the step's address is looked at; never for what finds a frame. */
  readonly onThisFrame: boolean;
}

const PATTERN = /^(.+?) in column ([1-9])( on this frame)?$/;

/** @returns null if the text makes no sense */
export function parseFind(text: string): Find | null {
  const [, name, column, only] = PATTERN.exec(text) ?? [];
  const kind = FIND_KINDS.find((each) => each === name);
  if (!kind || !column) return null;
  if (only !== undefined && (kind === 'largest loss' || kind === 'pulse')) return null;
  return { kind, column: Number(column) - 1, onThisFrame: only !== undefined };
}
