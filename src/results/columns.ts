/** The columns that experiments computed before columns were data, by which old files name them. */
export const COMPUTED_COLUMNS = ['original', 'x265', 'ours', 'imported'] as const;

export type ComputedColumn = (typeof COMPUTED_COLUMNS)[number];

/**
 * How the masks of ours are made. `coded`: by VOS on the originals at the encoder, sent as a mask
 * stream with the video. `enhanced`: by VOS on the enhanced frames at the decoder.
 */
export const OURS_MODES = ['coded', 'enhanced'] as const;

export type OursMode = (typeof OURS_MODES)[number];
