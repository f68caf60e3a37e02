import type { Layer } from '../rendering/look.ts';
import { LAYER_TEXTS } from './controls/layerTexts.ts';

/** The layers in a word or two. */
export const LAYER_TITLES = Object.fromEntries(
  Object.entries(LAYER_TEXTS).map(([layer, { title }]) => [layer, title]),
) as Readonly<Record<Layer, string>>;
