import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import type { Experiment } from '../../experiment/experiment.ts';
import { describeError } from '../../problem.ts';
import type { Figure } from '../../viewer/figure.ts';
import { viewStore } from '../../viewer/viewState.ts';
import { useApp, useExperimentStore } from '../experimentContext.ts';
import { screenFigure } from '../figureMaker.ts';
import { type FigureForm, requestOf } from './figureForm.ts';

/** Typing does not draw a figure for every letter. */
const DELAY_MILLISECONDS = 150;
/** While columns are computed, the figure is drawn again so often. */
const REFRESH_MILLISECONDS = 2000;

interface DrawnFigure {
  readonly figure: Figure | null;
  /** Why there is none, for the user; null if there is one. */
  readonly problem: string | null;
}

/**
 * The figure that a form asks for, of the screen as it is now.
 *
 * @throws Problem that says what is missing or makes no sense
 */
export function formFigure(experiment: Experiment, form: FigureForm): Figure {
  const { columns } = experiment.store.getState().experiment;
  const keys = columns.map(({ key }) => key);
  return screenFigure(experiment, requestOf(form, keys));
}

/** The figure that a form asks for; it is drawn again when the form or the screen changes. */
export function useFigure(form: FigureForm): DrawnFigure {
  const { experiment } = useApp();
  const [drawn, setDrawn] = useState<DrawnFigure>({ figure: null, problem: null });
  const isComplete = useExperimentStore(({ experiment: { columns } }) =>
    columns.every(({ complete }) => complete),
  );
  // Everything of the view but the frame on the screen.
  const look = useStore(viewStore, (view) => JSON.stringify({ ...view, frame: 0 }));

  // biome-ignore lint/correctness/useExhaustiveDependencies: the figure is drawn in this look
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout>;
    const draw = () => {
      try {
        setDrawn({ figure: formFigure(experiment, form), problem: null });
      } catch (error) {
        setDrawn({ figure: null, problem: describeError(error) });
      }
      if (!isComplete) timer = setTimeout(draw, REFRESH_MILLISECONDS);
    };
    timer = setTimeout(draw, DELAY_MILLISECONDS);
    return () => clearTimeout(timer);
  }, [experiment, form, isComplete, look]);
  return drawn;
}
