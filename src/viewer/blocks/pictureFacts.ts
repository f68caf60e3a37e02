import { type PictureBlocks, sliceOfUnit } from '../../hevc/pictureBlocks.ts';
import { type BlockRanges, rangesOf } from '../../rendering/blockRanges.ts';

/** What is kept of every picture that was read, also when its blocks are forgotten. */
export interface PictureFacts {
  readonly type: 'I' | 'P' | 'B';
  /** Position in output order from the last IDR picture on. */
  readonly order: number;
  /** False for a picture to which none refers. */
  readonly isReference: boolean;
  /** The share of the area that is predicted from each picture, 0..1, by its order. */
  readonly uses: ReadonlyMap<number, number>;
  /** Null if it has no blocks. */
  readonly ranges: BlockRanges | null;
  /** Of what is shown of it. */
  readonly width: number;
  readonly height: number;
}

export function pictureFacts(blocks: PictureBlocks): PictureFacts {
  return {
    type: blocks.type,
    order: blocks.order,
    isReference: blocks.isReference,
    uses: sharesOf(blocks),
    ranges: blocks.coding.count > 0 ? rangesOf(blocks) : null,
    width: blocks.shownWidth,
    height: blocks.shownHeight,
  };
}

function sharesOf(blocks: PictureBlocks): ReadonlyMap<number, number> {
  const { coding, prediction, width, height } = blocks;
  const shares = new Map<number, number>();
  for (let unit = 0; unit < coding.count; unit++) {
    const slice = sliceOfUnit(blocks, unit);
    const end = coding.firstPrediction[unit + 1] ?? 0;
    for (let part = coding.firstPrediction[unit] ?? 0; part < end; part++) {
      const area = (prediction.width[part] ?? 0) * (prediction.height[part] ?? 0);
      for (const list of [0, 1] as const) {
        const order = slice?.references[list][prediction.reference[2 * part + list] ?? -1];
        if (order === undefined) continue;
        shares.set(order, (shares.get(order) ?? 0) + area / (width * height));
      }
    }
  }
  return shares;
}
