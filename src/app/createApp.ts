import { namingFile } from '../codec/createVideoFilesWorker.ts';
import { createRunFilesWorker } from '../experiment/createRunFilesWorker.ts';
import { Experiment } from '../experiment/experiment.ts';
import { createWorkers } from '../experiment/workers.ts';
import { LessonPlayer } from '../lessons/lessonPlayer.ts';
import { LessonShelf } from '../lessons/lessonShelf.ts';
import { OfflineFiles } from '../offline/offlineFiles.ts';
import { ResultStore } from '../results/resultStore.ts';
import { Library } from '../sequence/library.ts';
import { GivenRuns, PrivateRunFolder } from '../session/givenRuns.ts';
import { KeptResults } from '../session/keptResults.ts';
import { KeptRuns } from '../session/keptRuns.ts';
import { RunStore } from '../session/runStore.ts';
import { Runs } from '../session/runs.ts';
import { Sweep } from '../session/sweep.ts';
import { KeptTalk } from '../talks/keptTalk.ts';
import { TalkChannel } from '../talks/talkChannel.ts';
import { TalkStore } from '../talks/talkStore.ts';
import { addressStore } from './addressSync.ts';
import type { AppContext } from './experimentContext.ts';
import { storedMemoryLimit } from './networksDialog/resultsMemory.ts';
import { WeightsLibrary } from './networksDialog/WeightsLibrary.ts';
import { Opening } from './openFiles/opening.ts';
import { forgetRun } from './talks/forgetRun.ts';
import { Presenter } from './talks/presenter.ts';

/** Progress is shown ten times a second. */
const REFRESH_MILLISECONDS = 100;

/**
 * Creates and connects the parts of the app. Nothing is loaded and no worker starts before its
 * first use.
 *
 * @param base the base address of the app, with a trailing slash
 * @param isLive true if recorded runs are neither shown nor kept
 */
export function createApp(base: string, isLive = false): AppContext {
  const experiment = new Experiment(createWorkers(), REFRESH_MILLISECONDS);
  experiment.limitMemory(storedMemoryLimit());
  const { videoFiles } = experiment.workers;
  const library = new Library(base, (file) =>
    namingFile(
      file.name,
      videoFiles.run((api) => api.facts(file)),
    ),
  );
  const results = new KeptResults(new ResultStore());
  const sweep = new Sweep(createWorkers, results);
  const weights = new WeightsLibrary(experiment);
  const keptRuns = new KeptRuns(new RunStore());
  const givenRuns = new GivenRuns(new PrivateRunFolder());
  const runFiles = createRunFilesWorker();
  const parts = { experiment, library, kept: keptRuns, given: givenRuns, runFiles, base, isLive };
  const runs = new Runs(parts);
  const lessons = new LessonShelf();
  const lessonPlayer = new LessonPlayer({
    experiment,
    lesson: (name) => lessons.find(name),
    async show(search) {
      // Where networks run is the user's choice, not that of a lesson.
      const { provider } = experiment.store.getState().configuration;
      await addressStore.getState().show(`${search}&ep=${provider}`);
    },
  });
  addressStore.subscribe(({ lesson }) => void lessonPlayer.follow(lesson));
  const teaching = { lessons, player: lessonPlayer, givenRuns };
  const talkChannel = new TalkChannel();
  const talk = new KeptTalk(new TalkStore(), {
    onKept: () => talkChannel.send({ kind: 'talk' }),
    onForgotten: (view) => void forgetRun(view, { talk, givenRuns, runs }),
  });
  const given = givenRuns;
  const presenter = new Presenter({ experiment, runs, kept: talk, given, channel: talkChannel });
  const opening = new Opening(experiment, library, results, weights, runs, teaching, presenter);
  return {
    ...{ experiment, library, results, sweep, opening, weights },
    ...{ keptRuns, givenRuns, runs, lessons, lessonPlayer, talk, talkChannel, presenter },
    offline: new OfflineFiles(),
  };
}
