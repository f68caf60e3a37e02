import { X } from 'lucide-react';
import { type CSSProperties, useMemo } from 'react';
import { createPortal } from 'react-dom';
import { useStore } from 'zustand';
import type { ColumnState } from '../experiment/experimentState.ts';
import { showsBlocks } from '../rendering/blockLook.ts';
import { Button } from '../ui/Button.tsx';
import { portalContainer } from '../ui/portalContainer.ts';
import styles from './BlockCard.module.css';
import { blockStore, blocksProblem, videoWithBlocks } from './blockReading.ts';
import { bitsText, blockWords } from './blocks/blockWords.ts';
import { pointerStore } from './pointer.ts';
import { shownBlocks } from './shownBlocks.ts';
import { type BlockPlace, viewStore } from './viewState.ts';

interface BlockCardProps {
  readonly columns: readonly ColumnState[];
  /** A short name for each column. */
  readonly names: readonly string[];
}

/** Everything about the block that was clicked, in words, with its bits by what they say. */
export function BlockCard({ columns, names }: BlockCardProps) {
  const view = useStore(viewStore);
  useStore(blockStore);
  const { block, frame } = view;
  const side = useSide(block);
  const column = columns.find(({ key }) => key === block?.column);
  const video = column && videoWithBlocks(column);
  const size = column?.decoded.frames?.size ?? column?.pictures.frames?.size;
  if (!block || !column || !size || !showsBlocks(view)) return null;
  const shown = shownBlocks(column, columns, frame, size, view, block);
  const unit = shown?.selected ?? null;
  const words = shown && unit !== null ? blockWords(shown.blocks, unit) : null;
  const most = words?.bits[0]?.bits ?? 1;
  const problem = video
    ? (blocksProblem(video, frame, size) ??
      (shown ? 'No block of the video is here.' : 'The blocks of this frame are being read.'))
    : 'This column has no HEVC video.';
  // Above everything else, also on the full screen.
  return createPortal(
    <section className={styles.card} data-side={side} aria-label="Block" data-testid="block-card">
      <header>
        <h2 aria-live={view.playing ? 'off' : 'polite'}>
          {words?.title ?? `${Math.floor(block.x)}, ${Math.floor(block.y)}`}
        </h2>
        <p>
          {names[columns.indexOf(column)]}, frame {frame}
          {shown && `, ${shown.blocks.type} picture`}
        </p>
        <Button
          look="icon"
          onClick={() => viewStore.setState({ block: null })}
          aria-label="Close the facts of the block"
        >
          <X size={16} aria-hidden />
        </Button>
      </header>
      {words ? (
        <>
          {words.sentences.map((sentence) => (
            <p key={sentence}>{sentence}</p>
          ))}
          <p className={styles.total}>{words.total}</p>
          <ul className={styles.bits} aria-label="Bits by what they say">
            {words.bits.map(({ what, bits, isResidual }) => (
              <li key={what} data-residual={isResidual || undefined}>
                <span>{what}</span>
                <i style={{ '--share': bits / most } as CSSProperties} aria-hidden />
                <b>{bitsText(bits)}</b>
              </li>
            ))}
          </ul>
        </>
      ) : (
        <p>{problem}</p>
      )}
    </section>,
    portalContainer() ?? document.body,
  );
}

/** Opposite to the place that was clicked, so that the block stays in view. */
function useSide(block: BlockPlace | null): 'left' | 'right' {
  // biome-ignore lint/correctness/useExhaustiveDependencies: read anew at each click
  return useMemo(() => {
    const { place } = pointerStore.getState();
    return place && place.x > innerWidth / 2 ? 'left' : 'right';
  }, [block]);
}
