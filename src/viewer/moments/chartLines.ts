import type { ColumnState, ExperimentState } from '../../experiment/experimentState.ts';
import { columnNames } from '../../results/columnNames.ts';
import { columnKind } from '../../results/columnSpec.ts';
import { withoutEnhancement } from '../column/withoutEnhancement.ts';
import { columnLooks, type LineLook } from '../lineLook.ts';
import type { ViewState } from '../viewState.ts';
import { type ChosenFigure, figureOfFrames, isPerObject, meanFigure } from './figures.ts';

/** A column's line in the chart. */
export interface ChartLine {
  /** The column's key. */
  readonly key: string;
  readonly name: string;
  readonly look: LineLook;
  readonly shown: boolean;
  /** One for each frame, as `figureOfFrames` gives them. */
  readonly values: readonly (number | null)[];
  /** NaN while nothing is known. */
  readonly mean: number;
}

/** The figure that is chosen, as far as the sequence has it. */
export function chosenFigure(
  { chart, chartObject }: Pick<ViewState, 'chart' | 'chartObject'>,
  scoredIds: readonly number[],
): ChosenFigure {
  const object = chartObject === null || !isPerObject(chart) ? -1 : scoredIds.indexOf(chartObject);
  return { figure: chart, object: object < 0 ? null : object };
}

/** A line for every column but the ground truth, also for those that are not shown. */
export function chartLines(
  experiment: Pick<ExperimentState, 'columns' | 'frameCount' | 'scoredIds' | 'size'>,
  view: Pick<ViewState, 'chart' | 'chartObject' | 'chartColumns' | 'enhancement'>,
): ChartLine[] {
  const { columns, frameCount, scoredIds, size } = experiment;
  const names = columnNames(columns);
  const figure = chosenFigure(view, scoredIds);
  const entries = columns
    .map((column, index) => ({ column, name: names[index] ?? column.title }))
    .filter(({ column }) => !isTruth(column));
  const looks = columnLooks(entries.map(({ column }) => columnKind(column.spec)));
  return entries.map(({ column, name }, index) => {
    const seen = view.enhancement ? column : withoutEnhancement(column);
    const values = figureOfFrames(seen, figure, frameCount, size);
    return {
      key: column.key,
      name,
      look: looks[index] ?? 'plain',
      shown: view.chartColumns?.includes(column.key) ?? true,
      values,
      mean: meanFigure(seen, figure, values),
    };
  });
}

function isTruth({ spec }: ColumnState): boolean {
  return columnKind(spec) === 'truth';
}
