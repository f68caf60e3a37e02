import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Experiment, ExperimentStore } from '../experiment/experiment.ts';
import type { LessonPlayer } from '../lessons/lessonPlayer.ts';
import type { LessonShelf } from '../lessons/lessonShelf.ts';
import type { OfflineFiles } from '../offline/offlineFiles.ts';
import type { Library } from '../sequence/library.ts';
import type { GivenRuns } from '../session/givenRuns.ts';
import type { KeptResults } from '../session/keptResults.ts';
import type { KeptRuns } from '../session/keptRuns.ts';
import type { Runs } from '../session/runs.ts';
import type { Sweep } from '../session/sweep.ts';
import type { KeptTalk } from '../talks/keptTalk.ts';
import type { TalkChannel } from '../talks/talkChannel.ts';
import type { WeightsLibrary } from './networksDialog/WeightsLibrary.ts';
import type { Opening } from './openFiles/opening.ts';
import type { Presenter } from './talks/presenter.ts';

/** The experiment, sequences and results of the page, as created by `createApp`. */
export interface AppContext {
  readonly experiment: Experiment;
  readonly library: Library;
  readonly results: KeptResults;
  readonly sweep: Sweep;
  readonly opening: Opening;
  readonly weights: WeightsLibrary;
  readonly keptRuns: KeptRuns;
  readonly givenRuns: GivenRuns;
  readonly runs: Runs;
  readonly lessons: LessonShelf;
  readonly lessonPlayer: LessonPlayer;
  readonly offline: OfflineFiles;
  readonly talk: KeptTalk;
  readonly talkChannel: TalkChannel;
  readonly presenter: Presenter;
}

export const AppContextProvider = createContext<AppContext | null>(null);

export function useApp(): AppContext {
  const context = useContext(AppContextProvider);
  if (!context) throw new Error('useApp is used outside AppContextProvider');
  return context;
}

/** Selects a part of the experiment's store; the component renders again when it changes. */
export function useExperimentStore<T>(select: (store: ExperimentStore) => T): T {
  return useStore(useApp().experiment.store, select);
}
