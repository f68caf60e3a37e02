import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { loadCode } from '../files/loadCode.ts';
import { parseAddress } from '../session/address.ts';
import { exposeAutomation } from '../session/automation.ts';
import { keepFinished } from '../session/keptResults.ts';
import { talkWindow } from '../talks/talkWindow.ts';
import { measureDrawing } from '../viewer/drawingSpeed.ts';
import { App } from './App.tsx';
import { followAddress } from './addressSync.ts';
import { createApp } from './createApp.ts';
import { AppContextProvider } from './experimentContext.ts';
import { keepOffline } from './offline/keepOffline.ts';
import { startLesson } from './startLesson.ts';

/** Shows the app in this element, and opens what the page's address names. */
export function runApp(container: HTMLElement): void {
  const { isLive, isEmbedded } = parseAddress(location.search);
  const app = createApp(import.meta.env.BASE_URL, isLive);
  const { experiment, library, results, weights, runs, offline, presenter } = app;
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
      async makeFigure(request, format) {
        const load = () => import('./figureMaker.ts');
        const { figureMaker } = await loadCode('The maker of figures', load);
        return figureMaker(experiment)(request, format);
      },
      measureDrawing,
    },
  );
  // A part of another page neither presents nor loads more than it shows. The audience's window leaves
  // the files to the page that presents.
  if (!isEmbedded) void presenter.connect();
  const isMainPage = !isEmbedded && talkWindow(location.search) === null;
  if (isMainPage) void keepOffline(experiment, offline);
  void startLesson(app.lessonPlayer).then(async (arrive) => {
    await followAddress(experiment, library, runs);
    arrive();
  });
}
