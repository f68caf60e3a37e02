import { useStore } from 'zustand';
import type { ColumnState } from '../../experiment/experimentState.ts';
import { columnKind } from '../../results/columnSpec.ts';
import { columnPairs, pairInView } from '../../viewer/columnPairs.ts';
import { viewStore } from '../../viewer/viewState.ts';

/** The pairs of columns that are swiped on a phone, the one in view, and what shows another. */
export function usePairs(columns: readonly ColumnState[]) {
  const chosen = useStore(viewStore, (view) => view.inView);
  const ours = columns.findIndex(({ spec }) => columnKind(spec) === 'ours');
  const inView = pairInView(
    columns.findIndex(({ key }) => key === chosen),
    ours,
  );
  const show = (place: number) => {
    const key = columns[2 * place]?.key;
    if (key !== undefined && place !== inView) viewStore.setState({ inView: key });
  };
  return { pairs: columnPairs(columns), inView, show };
}
