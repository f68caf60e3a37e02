import type { ColumnState } from '../../experiment/experimentState.ts';
import type { PictureBlocks } from '../../hevc/pictureBlocks.ts';
import { knownPictures, videoWithBlocks } from '../blockReading.ts';

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
  const pictures = video ? knownPictures(video) : [];
  const orders = pictures.map((picture) => picture?.blocks?.order ?? null);
  return Array.from({ length: frameCount }, (_, frame) => {
    const blocks = pictures[frame]?.blocks;
    if (!blocks) return null;
    const uses = [...sharesOf(blocks)].flatMap(([order, share]) => {
      const used = frameOf(order, frame, orders);
      return used === null ? [] : [{ frame: used, share }];
    });
    return { type: blocks.type, isReference: blocks.isReference, uses };
  });
}

/** The frame with a picture order count, of those that start again at a key frame the nearest. */
function frameOf(order: number, frame: number, orders: readonly (number | null)[]): number | null {
  for (let distance = 1; distance < orders.length; distance++) {
    if (orders[frame - distance] === order) return frame - distance;
    if (orders[frame + distance] === order) return frame + distance;
  }
  return null;
}

/** The share of the area that is predicted from each picture, by its order count. */
function sharesOf(blocks: PictureBlocks): ReadonlyMap<number, number> {
  const known = shares.get(blocks);
  if (known) return known;
  const { coding, prediction, slices, sliceOf, log2TreeBlock, width, height } = blocks;
  const columns = Math.ceil(width / (1 << log2TreeBlock));
  const found = new Map<number, number>();
  for (let unit = 0; unit < coding.count; unit++) {
    const row = (coding.y[unit] ?? 0) >> log2TreeBlock;
    const slice = slices[sliceOf[row * columns + ((coding.x[unit] ?? 0) >> log2TreeBlock)] ?? 0];
    const end = coding.firstPrediction[unit + 1] ?? 0;
    for (let part = coding.firstPrediction[unit] ?? 0; part < end; part++) {
      const area = (prediction.width[part] ?? 0) * (prediction.height[part] ?? 0);
      for (const list of [0, 1] as const) {
        const order = slice?.references[list][prediction.reference[2 * part + list] ?? -1];
        if (order === undefined) continue;
        found.set(order, (found.get(order) ?? 0) + area / (width * height));
      }
    }
  }
  shares.set(blocks, found);
  return found;
}

const shares = new WeakMap<PictureBlocks, ReadonlyMap<number, number>>();

/** The types in a sentence. */
export function typesSummary(name: string, types: readonly (PictureType | null)[]): string {
  const count = (type: PictureType['type']) => types.filter((each) => each?.type === type).length;
  const known = types.filter((each) => each !== null).length;
  if (known === 0) return 'Picture types: nothing is known yet.';
  return `Picture types of ${name}: ${count('I')} I, ${count('P')} P and ${count('B')} B in ${known} frames.`;
}
