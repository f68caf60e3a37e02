/**
 * The columns that an experiment computes: those of the published figures, and frames of another
 * codec (`imported`).
 */
export const COMPUTED_COLUMNS = ['original', 'x265', 'ours', 'imported'] as const;

export type ComputedColumn = (typeof COMPUTED_COLUMNS)[number];

/** All columns, in the order of the screen. `truth` is read from the sequence. */
export const COLUMN_NAMES = ['truth', ...COMPUTED_COLUMNS] as const;

export type ColumnName = (typeof COLUMN_NAMES)[number];

/** The columns of the published figures; they need only the sequence. */
export const PUBLISHED_COLUMNS: readonly ComputedColumn[] = ['original', 'x265', 'ours'];

/** True for columns whose frames were compressed. */
export function isCompressed(name: ColumnName): boolean {
  return name !== 'truth' && name !== 'original';
}

interface ColumnText {
  /** Short title, as in the figures. */
  readonly title: string;
  /** Source of the frames. */
  readonly picture: string;
  /** Source of the masks. */
  readonly masks: string;
}

/**
 * How the masks of ours are made. `coded`: by VOS on the originals at the encoder, sent as a mask
 * stream with the video. `enhanced`: by VOS on the enhanced frames at the decoder.
 */
export const OURS_MODES = ['coded', 'enhanced'] as const;

export type OursMode = (typeof OURS_MODES)[number];

/** Texts of the column headers. */
export const COLUMN_TEXT: Readonly<Record<ColumnName, ColumnText>> = {
  truth: { title: 'Ground truth', picture: 'Original', masks: 'annotated' },
  original: { title: 'Original', picture: 'Original', masks: 'VOS on original frames' },
  x265: { title: 'x265', picture: 'x265', masks: 'VOS on decoded frames' },
  ours: { title: 'Ours', picture: 'x265, enhanced', masks: 'coded masks' },
  imported: { title: 'Imported', picture: 'Imported', masks: 'VOS on imported frames' },
};

const ENHANCED_MASKS = 'VOS on enhanced frames';

/** Texts of a column; those of ours depend on its mode. */
export function columnText(name: ColumnName, ours: OursMode): ColumnText {
  const text = COLUMN_TEXT[name];
  return name === 'ours' && ours === 'enhanced' ? { ...text, masks: ENHANCED_MASKS } : text;
}
