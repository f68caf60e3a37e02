import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { App } from './app/App.tsx';
import { followAddress } from './app/addressSync.ts';
import { createApp } from './app/createApp.ts';
import { AppContextProvider } from './app/experimentContext.ts';
import { figureMaker } from './app/figureMaker.ts';
import { missingFeatures } from './app/missingFeatures.ts';
import { startLesson } from './app/startLesson.ts';
import { parseAddress } from './session/address.ts';
import { exposeAutomation } from './session/automation.ts';
import { keepFinished } from './session/keptResults.ts';
import './ui/theme.css';
import { measureDrawing } from './viewer/drawingSpeed.ts';

const container = document.getElementById('app');
if (!container) throw new Error('index.html has no element with the id app');

const missing = missingFeatures();
if (missing) {
  container.textContent = missing;
} else {
  const { isLive } = parseAddress(location.search);
  const app = createApp(import.meta.env.BASE_URL, isLive);
  const { experiment, library, results, weights, runs } = app;
  keepFinished(experiment, results);
  runs.keepFinished();
  createRoot(container).render(
    <StrictMode>
      <AppContextProvider value={app}>
        <App />
      </AppContextProvider>
    </StrictMode>,
  );
  exposeAutomation(
    { experiment, library, runs },
    {
      async keepWeights(file) {
        await weights.keep(file, file.name);
        return weights.store.getState().problem;
      },
      makeFigure: figureMaker(experiment),
      measureDrawing,
    },
  );
  void startLesson(app.lessonPlayer).then(async (arrive) => {
    await followAddress(experiment, library, runs);
    arrive();
  });
}
