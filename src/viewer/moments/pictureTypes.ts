import type { ColumnState } from '../../experiment/experimentState.ts';
import { knownFrames, videoWithBlocks } from '../blockReading.ts';

/** A frame that another one is predicted from. */
export interface UsedFrame {
  readonly frame: number;
  /** The part of the picture's area that is predicted from it, 0..1. */
  readonly share: number;
}

/** How a frame was coded. */
export interface PictureType {
  readonly type: 'I' | 'P' | 'B';
  /** False for a picture to which none refers. */
  readonly isReference: boolean;
  readonly uses: readonly UsedFrame[];
}

/**
 * How the frames of a column were coded.
 *
 * @returns an entry for each frame; null where it is not known
 */
export function pictureTypes(
  column: ColumnState | null,
  frameCount: number,
): readonly (PictureType | null)[] {
  const video = column && videoWithBlocks(column);
  const known = video ? knownFrames(video) : [];
  const orders = known.map((each) => each?.facts?.order ?? null);
  return Array.from({ length: frameCount }, (_, frame) => {
    const facts = known[frame]?.facts;
    if (!facts) return null;
    const uses = [...facts.uses].flatMap(([order, share]) => {
      const used = frameOf(order, frame, facts.order, orders);
      return used === null ? [] : [{ frame: used, share }];
    });
    return { type: facts.type, isReference: facts.isReference, uses };
  });
}

/**
 * The frame with a picture order count. Counts start again at key frames, so that the frame is
 * looked for on the side where it must be.
 */
function frameOf(
  order: number,
  frame: number,
  own: number,
  orders: readonly (number | null)[],
): number | null {
  const step = order < own ? -1 : 1;
  for (let at = frame + step; at >= 0 && at < orders.length; at += step) {
    if (orders[at] === order) return at;
  }
  return null;
}

/** The types in a sentence. */
export function typesSummary(name: string, types: readonly (PictureType | null)[]): string {
  const count = (type: PictureType['type']) => types.filter((each) => each?.type === type).length;
  const known = types.filter((each) => each !== null).length;
  if (known === 0) return 'Picture types: none is known.';
  return `Picture types of ${name}: ${count('I')} I, ${count('P')} P and ${count('B')} B in ${known} frames.`;
}
