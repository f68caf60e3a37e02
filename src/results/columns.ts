/**
 * The columns that a network fills: those of the published figures, and pictures that another codec
 * made (`imported`).
 */
export const COMPUTED_COLUMNS = ['original', 'x265', 'ours', 'imported'] as const;

export type ComputedColumn = (typeof COMPUTED_COLUMNS)[number];

/** All columns, in the order of the screen; `truth` is only read. */
export const COLUMN_NAMES = ['truth', ...COMPUTED_COLUMNS] as const;

export type ColumnName = (typeof COLUMN_NAMES)[number];

/** The columns that need nothing but the sequence. */
export const PUBLISHED_COLUMNS: readonly ComputedColumn[] = ['original', 'x265', 'ours'];

/** True for the columns whose pictures went through a codec. */
export function isCompressed(name: ColumnName): boolean {
  return name !== 'truth' && name !== 'original';
}

interface ColumnText {
  /** Short title, as in the figures. */
  readonly title: string;
  /** What picture is shown. */
  readonly picture: string;
  /** Where the masks came from. */
  readonly masks: string;
}

/**
 * How ours comes by its masks: *coded* by VOS on the originals at the encoder, carried in a mask
 * stream beside the video; or by VOS on the *enhanced* frames at the decoder, without one.
 */
export const OURS_MODES = ['coded', 'enhanced'] as const;

export type OursMode = (typeof OURS_MODES)[number];

/** What a column is called and how its header says where its masks came from. */
export const COLUMN_TEXT: Readonly<Record<ColumnName, ColumnText>> = {
  truth: { title: 'Ground truth', picture: 'Original', masks: 'annotated' },
  original: { title: 'Original', picture: 'Original', masks: 'VOS on original frames' },
  x265: { title: 'x265', picture: 'x265', masks: 'VOS on decoded frames' },
  ours: { title: 'Ours', picture: 'x265, enhanced', masks: 'coded masks' },
  imported: { title: 'Imported', picture: 'Imported', masks: 'VOS on imported frames' },
};

const ENHANCED_MASKS = 'VOS on enhanced frames';

/** A column's texts; those of ours say its mode. */
export function columnText(name: ColumnName, ours: OursMode): ColumnText {
  const text = COLUMN_TEXT[name];
  return name === 'ours' && ours === 'enhanced' ? { ...text, masks: ENHANCED_MASKS } : text;
}
