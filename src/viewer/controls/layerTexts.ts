import { CHANGE_COLOURS, ERROR_COLOURS } from '../../rendering/layerColours.ts';
import type { DifferenceKind, Layer } from '../../rendering/look.ts';
import type { Colour } from '../../sequence/davisPalette.ts';

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

/** The patterns of `picture.frag.glsl`, for eyes that cannot tell the colours apart. */
export type KeyPattern = 'diagonal' | 'dots' | 'level' | 'faint' | 'full';

export interface KeyEntry {
  readonly text: string;
  readonly colour: Colour;
  readonly pattern: KeyPattern;
}

/** What the colours of layers mean. */
export const LAYER_KEYS: Readonly<Record<'errors' | 'changes', readonly KeyEntry[]>> = {
  errors: [
    { text: 'missed', colour: ERROR_COLOURS.missed, pattern: 'diagonal' },
    { text: 'false alarm', colour: ERROR_COLOURS.falseAlarm, pattern: 'dots' },
    { text: 'wrong object', colour: ERROR_COLOURS.wrongObject, pattern: 'level' },
    { text: 'correct', colour: ERROR_COLOURS.correct, pattern: 'faint' },
  ],
  changes: [
    { text: 'lost by x265', colour: CHANGE_COLOURS.lost, pattern: 'diagonal' },
    { text: 'won back by ours', colour: CHANGE_COLOURS.wonBack, pattern: 'full' },
  ],
};
