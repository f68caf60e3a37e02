import type { ColumnState, ShownFrames } from '../experiment/experimentState.ts';
import type { Look } from '../rendering/look.ts';
import type { ChangedMaps, ShownPicture } from '../rendering/shownPicture.ts';
import { columnKind } from '../results/columnSpec.ts';
import type { Frames } from '../sequence/frames.ts';
import { type LabelMaps, labelMap } from '../sequence/labelMaps.ts';
import { truthColumn } from './referenceColumns.ts';
import { shownBlocks } from './shownBlocks.ts';
import type { ViewState } from './viewState.ts';

/**
 * What is drawn of a column's frame, with what the other columns contribute to its layers.
 *
 * @param columns all columns on the screen
 * @param view whose `enhancement` is false for the frames before they were enhanced
 * @returns null while the frame is not there
 */
export function pictureOf(
  column: ColumnState,
  columns: readonly ColumnState[],
  index: number,
  { enhancement, blockScale, block }: Pick<ViewState, 'enhancement' | 'blockScale' | 'block'>,
): ShownPicture | null {
  const frames = readyFrames(enhancement ? column.pictures : column.decoded, index);
  if (!frames) return null;
  return {
    index,
    frames,
    maps: readyMaps(column, index),
    original: originalFrames(columns, index),
    truth: truthMaps(columns, index),
    changes: changedMaps(columns, index),
    blocks: shownBlocks(column, columns, index, frames.size, { blockScale }, block),
  };
}

/** The look of a column, which may have a layer of its own. */
export function lookOf(
  view: Look & { readonly columnLayers: Readonly<Record<string, Look['layer']>> },
  key: string,
): Look {
  return { ...view, layer: view.columnLayers[key] ?? view.layer };
}

/** Why a layer shows nothing, for the user; null if it does. */
export function missingFor(layer: Look['layer'], picture: ShownPicture): string | null {
  const { maps, truth, original, changes } = picture;
  if (layer === 'errors' && !maps) return 'no mask yet';
  if ((layer === 'errors' || layer === 'changes') && !truth) {
    return 'no ground truth of this frame: needs its annotation, and the column ground truth';
  }
  if (layer === 'changes' && !changes) {
    return 'needs the columns original, x265 and ours, with their masks';
  }
  if (layer === 'difference' && !original) return 'needs a column with the originals';
  if (layer === 'difference' && picture.frames === original) return 'the original itself';
  return null;
}

function readyFrames({ frames, ready }: ShownFrames, index: number): Frames | null {
  return ready[index] ? frames : null;
}

function readyMaps({ maps, mapsReady }: ColumnState, index: number): LabelMaps | null {
  return mapsReady[index] ? maps : null;
}

function originalFrames(columns: readonly ColumnState[], index: number): Frames | null {
  const column = columns.find(({ spec }) => spec.pictures.source === 'original' && !spec.enhanced);
  return column ? readyFrames(column.pictures, index) : null;
}

/**
 * The ground truth of a frame. A frame without annotation has an empty map, which is none; one whose
 * annotation has no object is told from it by its score.
 */
function truthMaps(columns: readonly ColumnState[], index: number): LabelMaps | null {
  const column = truthColumn(columns);
  const maps = column ? readyMaps(column, index) : null;
  if (!maps) return null;
  const isScored = columns.some(({ scores }) => scores[index] != null);
  return isScored || hasObject(maps, index) ? maps : null;
}

function hasObject(maps: LabelMaps, index: number): boolean {
  const known = knownObjects.get(maps.buffer) ?? [];
  knownObjects.set(maps.buffer, known);
  known[index] ??= labelMap(maps, index).some((id) => id > 0);
  return known[index];
}

/** For each frame of label maps, whether it has an object: pictures are drawn many times. */
const knownObjects = new WeakMap<SharedArrayBuffer, boolean[]>();

function changedMaps(columns: readonly ColumnState[], index: number): ChangedMaps | null {
  const mapsOf = (kind: 'original' | 'x265' | 'ours') => {
    const column = columns.find(({ spec }) => columnKind(spec) === kind);
    return column ? readyMaps(column, index) : null;
  };
  const [original, coded, ours] = [mapsOf('original'), mapsOf('x265'), mapsOf('ours')];
  return original && coded && ours ? { original, coded, ours } : null;
}
