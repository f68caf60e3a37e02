import { useStore } from 'zustand';
import type { ColumnState } from '../../experiment/experimentState.ts';
import { columnPairs } from '../../viewer/columnPairs.ts';
import { PairTabs } from '../../viewer/PairTabs.tsx';
import { viewStore } from '../../viewer/viewState.ts';
import { usePairs } from './usePairs.ts';

interface PairsInViewProps {
  readonly columns: readonly ColumnState[];
  readonly names: readonly string[];
  /** The key of the only column that is shown; null for all. */
  readonly enlarged: string | null;
}

/** The buttons that show the other columns on a phone; none while all that is shown is in view. */
export function PairsInView({ columns, names, enlarged }: PairsInViewProps) {
  const pair = useStore(viewStore, (view) => view.pair);
  const { pairs, inView, show } = usePairs(columns);
  if (pairs.length < 2 || pair || enlarged !== null) return null;
  return <PairTabs pairs={columnPairs(names)} inView={inView} onChoose={show} />;
}
