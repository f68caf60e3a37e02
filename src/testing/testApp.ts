import { createElement, type ReactNode } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { type AppContext, AppContextProvider } from '../app/experimentContext.ts';
import { WeightsShelf } from '../app/networksDialog/WeightsShelf.ts';
import { Opening } from '../app/openFiles/opening.ts';
import { Experiment } from '../experiment/experiment.ts';
import { createThreads } from '../experiment/threads.ts';
import { ResultStore } from '../results/resultStore.ts';
import { Library } from '../sequence/library.ts';
import { KeptResults } from '../session/keptResults.ts';
import { Sweep } from '../session/sweep.ts';

/** For tests only: the page's parts as main.tsx makes them; no worker starts before its first call. */
export function testApp(): AppContext {
  const experiment = new Experiment(createThreads());
  const library = new Library('/');
  const results = new KeptResults(new ResultStore());
  const sweep = new Sweep(createThreads, results);
  const weights = new WeightsShelf(experiment);
  const opening = new Opening(experiment, library, results, weights);
  return { experiment, library, results, sweep, opening, weights };
}

/** For tests only: what a part of the page shows at first, with all stores as they begin. */
export function firstMarkup(part: ReactNode): string {
  return renderToStaticMarkup(createElement(AppContextProvider, { value: testApp() }, part));
}
