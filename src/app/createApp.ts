import { Experiment } from '../experiment/experiment.ts';
import { createWorkers } from '../experiment/workers.ts';
import { ResultStore } from '../results/resultStore.ts';
import { Library } from '../sequence/library.ts';
import { KeptResults } from '../session/keptResults.ts';
import { Sweep } from '../session/sweep.ts';
import type { AppContext } from './experimentContext.ts';
import { WeightsLibrary } from './networksDialog/WeightsLibrary.ts';
import { Opening } from './openFiles/opening.ts';

/**
 * The app's parts, wired to each other. Nothing is loaded and no worker starts before it is used.
 *
 * @param base the app's base address, with a slash at its end
 */
export function createApp(base: string): AppContext {
  const experiment = new Experiment(createWorkers());
  const library = new Library(base);
  const results = new KeptResults(new ResultStore());
  const sweep = new Sweep(createWorkers, results);
  const weights = new WeightsLibrary(experiment);
  const opening = new Opening(experiment, library, results, weights);
  return { experiment, library, results, sweep, opening, weights };
}
