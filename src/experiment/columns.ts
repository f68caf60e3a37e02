/** The four columns, in the order of the published figures. */
export const COLUMN_NAMES = ['truth', 'original', 'x265', 'ours'] as const;

export type ColumnName = (typeof COLUMN_NAMES)[number];

/** The columns that a network fills; `truth` is only read. */
export type ComputedColumn = Exclude<ColumnName, 'truth'>;

export const COMPUTED_COLUMNS: readonly ComputedColumn[] = ['original', 'x265', 'ours'];

interface ColumnText {
  /** Short title, as in the figures. */
  readonly title: string;
  /** What picture is shown. */
  readonly picture: string;
  /** Where the masks came from. */
  readonly masks: string;
}

/**
 * What a column is called and how its header says where its masks came from. The column `ours` has
 * one mode so far, *VOS on enhanced frames*; *coded masks* (VOS at the encoder, carried in a mask
 * stream) will stand beside it.
 */
export const COLUMN_TEXT: Readonly<Record<ColumnName, ColumnText>> = {
  truth: { title: 'Ground truth', picture: 'Original', masks: 'annotated' },
  original: { title: 'Original', picture: 'Original', masks: 'VOS on original frames' },
  x265: { title: 'x265', picture: 'x265', masks: 'VOS on decoded frames' },
  ours: { title: 'Ours', picture: 'x265, enhanced', masks: 'VOS on enhanced frames' },
};
