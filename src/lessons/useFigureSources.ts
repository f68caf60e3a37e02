import { useEffect, useMemo, useState } from 'react';
import { useStore } from 'zustand';
import type { Experiment } from '../experiment/experiment.ts';
import type { ColumnState } from '../experiment/experimentState.ts';
import { columnKind } from '../results/columnSpec.ts';
import type { ScoreCounts } from '../scoring/scoringApi.ts';
import { blockStore, blocksOf, videoWithBlocks } from '../viewer/blockReading.ts';
import { viewStore } from '../viewer/viewState.ts';
import { FIGURE_IN_TEXT, FIGURES, parseFigure } from './format/figure.ts';
import type { FigureSources } from './steps/figures.ts';

/** The counts that are remembered: those of a step on some frames. */
const MOST_COUNTS = 50;

/** What the figures of a text are taken from, as it is now. Counts are made as they are needed. */
export function useFigureSources(experiment: Experiment, text: string): FigureSources {
  const state = useStore(experiment.store, (store) => store.experiment);
  const frame = useStore(viewStore, (view) => view.frame);
  useStore(blockStore);
  const [counts, setCounts] = useState<ReadonlyMap<string, ScoreCounts>>(new Map());
  const { columns } = state;
  const wanted = useMemo(() => countsIn(text), [text]);
  useEffect(() => {
    const truth = columns.find(({ spec }) => columnKind(spec) === 'truth')?.maps;
    if (!truth) return;
    let isOver = false;
    for (const { column: index, object } of wanted) {
      const column = columns[index];
      if (!column?.maps || !column.mapsReady[frame]) continue;
      const name = nameOf(column, object, frame);
      const { maps } = column;
      if (counts.has(name)) continue;
      experiment.workers.scoring
        .run((api) => api.countScore(truth, maps, frame, object))
        .then(
          // Those of other frames are counted again when they are shown.
          (made) =>
            !isOver &&
            setCounts((before) => new Map([...before].slice(-MOST_COUNTS)).set(name, made)),
          // The figure stays unknown.
          () => {},
        );
    }
    return () => {
      isOver = true;
    };
  }, [experiment, columns, frame, wanted, counts]);
  return {
    experiment: state,
    frame,
    blocks(column) {
      const video = videoWithBlocks(column);
      return video && blocksOf(video, frame);
    },
    counts: (column, object) => counts.get(nameOf(column, object, frame)) ?? null,
  };
}

function countsIn(text: string): readonly { readonly column: number; readonly object: number }[] {
  const found = new Map<string, { readonly column: number; readonly object: number }>();
  for (const [, name = ''] of text.matchAll(FIGURE_IN_TEXT)) {
    const figure = parseFigure(name);
    if (!figure || FIGURES[figure.name] !== 'count') continue;
    const { column, object } = figure;
    if (column !== null && object !== null) found.set(`${column} ${object}`, { column, object });
  }
  return [...found.values()];
}

/** Maps are another object whenever a column is computed anew. */
const mapsNumbers = new WeakMap<object, number>();
let mapsSeen = 0;

function nameOf({ maps }: ColumnState, object: number, frame: number): string {
  if (!maps) return '';
  const number = mapsNumbers.get(maps) ?? mapsSeen++;
  mapsNumbers.set(maps, number);
  return `${number} ${object} ${frame}`;
}
