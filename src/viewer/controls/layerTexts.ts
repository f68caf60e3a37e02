import type { DifferenceKind, Layer } from '../../rendering/look.ts';

/** The layers in words, with their keys, in the order of the list. */
export const LAYER_TEXTS: Readonly<
  Record<Layer, { readonly title: string; readonly note: string; readonly key: string }>
> = {
  masks: { title: 'Masks', note: 'objects tinted in their colours', key: 'M' },
  spotlight: { title: 'Spotlight', note: 'objects on a dimmed or grey background', key: 'S' },
  errors: { title: 'Errors', note: 'missed, false alarm, wrong object', key: 'R' },
  changes: { title: 'Lost and won back', note: 'lost by x265, won back by ours', key: 'T' },
  difference: { title: 'Difference', note: 'of the picture to the original', key: 'D' },
  plain: { title: 'Plain', note: 'the pictures alone', key: 'N' },
};

export const DIFFERENCE_TEXTS: Readonly<Record<DifferenceKind, string>> = {
  heat: 'heat map of luma',
  absolute: 'absolute',
  signed: 'signed',
  luma: 'luma only',
};
