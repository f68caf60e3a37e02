import type { Experiment } from '../experiment/experiment.ts';
import { showsBlocks } from '../rendering/blockLook.ts';
import { packageVersions } from '../results/packageVersions.ts';
import { formatAddress } from '../session/address.ts';
import type { FigureMaker } from '../session/automation.ts';
import type { FigureRequest } from '../session/figureRequest.ts';
import { blocksKnown } from '../viewer/blockReading.ts';
import { Figure, figureAddress } from '../viewer/figure.ts';
import { viewStore } from '../viewer/viewState.ts';

/**
 * A figure of what is on the screen now.
 *
 * @throws Problem that says what is missing or not possible
 */
export function screenFigure(experiment: Experiment, request: FigureRequest): Figure {
  const { experiment: state, result, configuration } = experiment.store.getState();
  const view = viewStore.getState();
  // The rows are in the figure; whether the columns were recorded does not change them.
  const columns = formatAddress({
    ...{ sequence: state.sequenceName, frame: null, configuration },
    ...{ isLive: false, run: null, lesson: null, isEmbedded: false },
  });
  const keys = state.columns.map(({ key }) => key);
  return new Figure(request, {
    experiment: state,
    view,
    address: figureAddress(columns, view, keys),
    provenance: result?.provenance ?? state.recording?.provenance ?? null,
    version: packageVersions.maskscope ?? '',
  });
}

/** Makes figures for scripts, with the same code as the dialog. */
export function figureMaker(experiment: Experiment): FigureMaker {
  return async (request, format) => {
    const columns = () => experiment.store.getState().experiment.columns;
    if (showsBlocks(viewStore.getState())) await blocksKnown(columns);
    const figure = screenFigure(experiment, request);
    return { file: await figure.file(format), latex: figure.latex() };
  };
}
