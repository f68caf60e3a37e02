import type { ReactElement } from 'react';
import { useStore } from 'zustand';
import type { ColumnState, ExperimentState } from '../../experiment/experimentState.ts';
import { parseAddress } from '../../session/address.ts';
import { talkWindow } from '../../talks/talkWindow.ts';
import { useApp } from '../experimentContext.ts';
import { EmbeddedPage } from './EmbeddedPage.tsx';
import { FollowPage } from './FollowPage.tsx';
import { Presentation } from './Presentation.tsx';

/**
 * What is on the screen instead of the page with its controls: a presentation, the window that
 * follows one, or a part of another page; null for the page itself.
 */
export function usePageWithoutControls(
  columns: readonly ColumnState[],
  experiment: ExperimentState,
): ReactElement | null {
  const { presenter } = useApp();
  const { presented, isOpening } = useStore(presenter.store);
  const shown = { columns, experiment };
  if (talkWindow(location.search) === 'follow') return <FollowPage {...shown} />;
  if (parseAddress(location.search).isEmbedded) return <EmbeddedPage {...shown} />;
  if (!presented) return null;
  return (
    <Presentation
      {...shown}
      presented={presented}
      isOpening={isOpening}
      problem={presented.problem}
      onAction={(action) => presenter.act(action)}
    />
  );
}
