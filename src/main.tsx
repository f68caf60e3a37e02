import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { followAddress } from './app/addressSync.ts';
import { AppContextProvider } from './app/experimentContext.ts';
import { missingFeatures } from './app/missingFeatures.ts';
import { offerBatch } from './experiment/batch.ts';
import { Experiment } from './experiment/experiment.ts';
import { Library } from './experiment/library.ts';
import { createThreads } from './experiment/threads.ts';
import './ui/theme.css';

const container = document.getElementById('app');
if (!container) throw new Error('index.html has no element with the id app');

const missing = missingFeatures();
if (missing) {
  container.textContent = missing;
} else {
  const experiment = new Experiment(createThreads());
  const library = new Library(import.meta.env.BASE_URL);
  createRoot(container).render(
    <StrictMode>
      <AppContextProvider value={{ experiment, library }}>
        <App />
      </AppContextProvider>
    </StrictMode>,
  );
  offerBatch(experiment, library);
  void followAddress(experiment, library);
}
