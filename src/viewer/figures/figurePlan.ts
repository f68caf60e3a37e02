import type { ColumnState, ExperimentState } from '../../experiment/experimentState.ts';
import { listNames } from '../../messageWords.ts';
import { Problem } from '../../problem.ts';
import { showsBlocks } from '../../rendering/blockLook.ts';
import { DEFAULT_LOOK, type Look } from '../../rendering/look.ts';
import type { ShownPicture } from '../../rendering/shownPicture.ts';
import { columnNames } from '../../results/columnNames.ts';
import { columnKind, columnTitle, PUBLISHED_COLUMNS } from '../../results/columnSpec.ts';
import type { FigureRequest } from '../../session/figureRequest.ts';
import { assertBlocksThere } from '../blockReading.ts';
import { lookOf, pictureOf } from '../pictureOf.ts';
import type { ViewState } from '../viewState.ts';
import { assertComputed, figureRows, type NamedColumn } from './figureRows.ts';

/** A figure whose pictures are all there. */
export interface FigurePlan {
  readonly request: FigureRequest;
  readonly experiment: ExperimentState;
  /** Frame numbers, from the top. */
  readonly rows: readonly number[];
  /** From left to right. */
  readonly columns: readonly FigureColumn[];
}

export interface FigureColumn extends NamedColumn {
  readonly look: Look;
}

/**
 * Decides what a figure shows: the columns and layers of the screen, or those of the published
 * figures.
 *
 * @throws Problem if there are no such frames or columns, or naming those that are not computed yet
 */
export function planFigure(
  request: FigureRequest,
  experiment: ExperimentState,
  view: ViewState,
): FigurePlan {
  const all = experiment.columns;
  const rows = figureRows(request.rows, experiment.frameCount, all);
  const names = new Map(columnNames(all).map((name, index) => [all[index]?.key, name]));
  const isPublished = request.columns === 'published';
  const columns = chosenColumns(request.columns, all, view.enlarged).map((column) => ({
    column,
    name: names.get(column.key) ?? column.title,
    enhancement: isPublished || view.enhancement,
    look: isPublished
      ? { ...DEFAULT_LOOK, palette: view.palette, opacity: view.opacity }
      : lookOf(view, column.key),
  }));
  assertComputed(rows, columns);
  const withBlocks = columns.filter(({ look }) => showsBlocks(look));
  const [first] = withBlocks;
  const drawn = withBlocks.map(({ column }) => column);
  if (first) assertBlocksThere(drawn, all, rows, first.look);
  return { request, experiment, rows, columns };
}

/** What is drawn of a column's frame, which is there. */
export function plannedPicture(
  { experiment }: FigurePlan,
  { column, enhancement, name, look }: FigureColumn,
  frame: number,
): ShownPicture {
  const picture = pictureOf(column, experiment.columns, frame, {
    enhancement,
    blockScale: look.blockScale,
    block: null,
  });
  if (!picture) throw new Error(`frame ${frame} of ${name} is gone`);
  return picture;
}

function chosenColumns(
  chosen: FigureRequest['columns'],
  all: readonly ColumnState[],
  enlarged: string | null,
): readonly ColumnState[] {
  if (chosen === 'published') return publishedColumns(all);
  if (chosen === 'shown') {
    const only = all.filter(({ key }) => key === enlarged);
    return only.length > 0 ? only : all;
  }
  const beyond = chosen.filter((place) => place > all.length);
  if (beyond.length > 0) {
    throw new Problem(
      `There is no column ${listNames(beyond.map(String))}: there are ${all.length}.`,
      `Choose places from 1 to ${all.length}, from the left.`,
    );
  }
  const found = all.filter((_, index) => chosen.includes(index + 1));
  if (found.length > 0) return found;
  throw new Problem('The figure has no columns.', 'Choose at least one.');
}

/** The first column of each kind that the published figures have. */
function publishedColumns(all: readonly ColumnState[]): ColumnState[] {
  const found = PUBLISHED_COLUMNS.map((spec) => ({
    title: columnTitle(spec),
    column: all.find((column) => columnKind(column.spec) === columnKind(spec)),
  }));
  const missing = found.filter(({ column }) => !column).map(({ title }) => title);
  if (missing.length > 0) {
    throw new Problem(
      `The published figures have columns that are not on the screen: ${missing.join(', ')}.`,
      'Add them with “Add column”.',
    );
  }
  return found.flatMap(({ column }) => column ?? []);
}
