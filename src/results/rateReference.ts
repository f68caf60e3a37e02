import { type ColumnSpec, columnKind } from './columnSpec.ts';

/**
 * The x265 column that relative rates of a list refer to: the first one that is encoded here; null
 * if there is none.
 */
export function rateReference(columns: readonly ColumnSpec[]): ColumnSpec | null {
  return (
    columns.find((spec) => columnKind(spec) === 'x265' && spec.pictures.source === 'x265') ?? null
  );
}

/** True for a column whose rate refers to the list's x265 column. */
export function hasRelativeRate({ pictures }: ColumnSpec): boolean {
  return pictures.source === 'x265' && ['same', 'fewer'].includes(pictures.rate.kind);
}

/**
 * The list as results store it: a rate `same` becomes the CRF of the x265 column if that was chosen.
 * If it is found for each sequence, or if there is no x265 column, `same` stays.
 */
export function withChosenCrfs(columns: readonly ColumnSpec[]): ColumnSpec[] {
  const reference = rateReference(columns)?.pictures;
  if (reference?.source !== 'x265' || reference.rate.kind !== 'crf') return [...columns];
  const { rate } = reference;
  return columns.map((spec) => {
    const { pictures } = spec;
    if (pictures.source !== 'x265' || pictures.rate.kind !== 'same') return spec;
    return { ...spec, pictures: { ...pictures, rate } };
  });
}
