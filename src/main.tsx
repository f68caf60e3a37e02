import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { followAddress } from './app/addressSync.ts';
import { AppContextProvider } from './app/experimentContext.ts';
import { missingFeatures } from './app/missingFeatures.ts';
import { WeightsShelf } from './app/networksDialog/WeightsShelf.ts';
import { Opening } from './app/openFiles/opening.ts';
import { Experiment } from './experiment/experiment.ts';
import { createThreads } from './experiment/threads.ts';
import { ResultStore } from './results/resultStore.ts';
import { Library } from './sequence/library.ts';
import { offerBatch } from './session/automation.ts';
import { KeptResults, keepFinished } from './session/keptResults.ts';
import { Sweep } from './session/sweep.ts';
import './ui/theme.css';

const container = document.getElementById('app');
if (!container) throw new Error('index.html has no element with the id app');

const missing = missingFeatures();
if (missing) {
  container.textContent = missing;
} else {
  const experiment = new Experiment(createThreads());
  const library = new Library(import.meta.env.BASE_URL);
  const results = new KeptResults(new ResultStore());
  const sweep = new Sweep(createThreads, results);
  const weights = new WeightsShelf(experiment);
  const opening = new Opening(experiment, library, results, weights);
  keepFinished(experiment, results);
  createRoot(container).render(
    <StrictMode>
      <AppContextProvider value={{ experiment, library, results, sweep, opening, weights }}>
        <App />
      </AppContextProvider>
    </StrictMode>,
  );
  offerBatch(experiment, library, async (file) => {
    await weights.keep(file, file.name);
    return weights.store.getState().problem;
  });
  void followAddress(experiment, library);
}
