import { createContext, useContext } from 'react';
import { useStore } from 'zustand';
import type { Experiment, ExperimentStore } from '../experiment/experiment.ts';
import type { Library } from '../experiment/library.ts';

/** The page's one experiment and its library of sequences, made in main.tsx. */
export interface AppContext {
  readonly experiment: Experiment;
  readonly library: Library;
}

export const AppContextProvider = createContext<AppContext | null>(null);

export function useApp(): AppContext {
  const context = useContext(AppContextProvider);
  if (!context) throw new Error('useApp is used outside AppContextProvider');
  return context;
}

/** A part of the experiment's store; the component renders again when it changes. */
export function useExperimentStore<T>(select: (store: ExperimentStore) => T): T {
  return useStore(useApp().experiment.store, select);
}
