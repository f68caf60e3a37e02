/** What the blocks of an HEVC video are filled with. */
export const BLOCK_FILLS = ['none', 'mode', 'qp', 'bits'] as const;

/** Whose borders are drawn: of coding, prediction or transform units. */
export const BLOCK_GRIDS = ['none', 'coding', 'prediction', 'transform'] as const;

/** Over what the colours of `qp` and `bits` are spread. */
export const BLOCK_SCALES = ['picture', 'sequence', 'columns'] as const;

/** What is drawn of the blocks of an HEVC video, over the layer. */
export interface BlockLook {
  readonly blockFill: (typeof BLOCK_FILLS)[number];
  readonly blockGrid: (typeof BLOCK_GRIDS)[number];
  /** True if the vectors of prediction units are drawn. */
  readonly blockVectors: boolean;
  readonly blockScale: (typeof BLOCK_SCALES)[number];
}

export const NO_BLOCKS: BlockLook = {
  blockFill: 'none',
  blockGrid: 'none',
  blockVectors: false,
  blockScale: 'picture',
};

/** True if anything of the blocks is drawn. */
export function showsBlocks({ blockFill, blockGrid, blockVectors }: BlockLook): boolean {
  return blockFill !== 'none' || blockGrid !== 'none' || blockVectors;
}
