import type { UnitKind } from '../../rendering/blockColours.ts';
import type { BlockLook } from '../../rendering/blockLook.ts';

export const FILL_TEXTS: Readonly<Record<BlockLook['blockFill'], string>> = {
  none: 'none',
  mode: 'mode',
  qp: 'QP',
  bits: 'bits',
};

export const GRID_TEXTS: Readonly<Record<BlockLook['blockGrid'], string>> = {
  none: 'none',
  coding: 'coding units',
  prediction: 'prediction units',
  transform: 'transform units',
};

export const SCALE_TEXTS: Readonly<Record<BlockLook['blockScale'], string>> = {
  picture: 'this picture',
  sequence: 'its sequence',
  columns: 'all columns',
};

/** The kinds of units in words, in the order of the legend. */
export const UNIT_TEXTS: Readonly<Record<UnitKind, string>> = {
  skip: 'skip',
  merge: 'merge',
  inter: 'inter',
  intra: 'intra',
  samples: 'samples',
};

/** Tooltips of the legend. */
export const UNIT_NOTES: Readonly<Record<UnitKind, string>> = {
  skip: 'Copied with the motion of a neighbour; nothing is corrected.',
  merge: 'Predicted with the motion of a neighbour, then corrected.',
  inter: 'Predicted from another picture with a vector of its own.',
  intra:
    'Predicted from the pixels around it: along a line, evenly (circle), or as a slope (square).',
  samples: 'Its samples are written as they are.',
};
