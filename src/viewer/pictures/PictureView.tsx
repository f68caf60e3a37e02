import { useEffect, useLayoutEffect, useRef } from 'react';
import { useStore } from 'zustand';
import type { ColumnState } from '../../experiment/experimentState.ts';
import { showsBlocks } from '../../rendering/blockLook.ts';
import { zoomTransform } from '../../rendering/zoom.ts';
import { blockStore, blocksDrawn, blocksProblem, videoWithBlocks } from '../blockReading.ts';
import { usePictureStage } from '../PictureStageView.tsx';
import { lookOf, missingFor, pictureOf } from '../pictureOf.ts';
import { viewStore } from '../viewState.ts';
import { GhostCursor } from './GhostCursor.tsx';
import styles from './PictureView.module.css';
import { usePicturePointers } from './usePicturePointers.ts';

interface PictureViewProps {
  readonly column: ColumnState;
  /** All columns on the screen. */
  readonly columns: readonly ColumnState[];
  /** Label for screen readers. */
  readonly label: string;
  /** Shown until the frame is ready. */
  readonly waiting: string;
  /** True while the experiment is running. */
  readonly running: boolean;
  /** True while another column is enlarged. */
  readonly hidden: boolean;
}

/** The window in which a column's frame is drawn, with its layer. */
export function PictureView(props: PictureViewProps) {
  const { column, columns, label, waiting, running, hidden } = props;
  const window = useRef<HTMLDivElement>(null);
  const { stage, problem } = usePictureStage();
  const view = useStore(viewStore);
  const { frame, zoom, loupe } = view;
  useStore(blockStore, blocksDrawn(column, frame, view));
  const picture = hidden ? null : pictureOf(column, columns, frame, view);
  const look = lookOf(view, column.key);
  const size = picture?.frames.size ?? null;
  usePicturePointers(window, column.key, size);
  /** What the window shows; the stage reads it when it draws. */
  const shown = useRef({ picture, look, zoom });
  useLayoutEffect(() => {
    shown.current = { picture, look, zoom };
    stage?.invalidate();
  });
  useEffect(() => {
    const element = window.current;
    if (!stage || !element) return;
    return stage.add({
      element,
      draw(target) {
        const { picture: drawn, look: drawnLook, zoom: drawnZoom } = shown.current;
        if (!drawn) return [];
        const transform = zoomTransform(drawnZoom, drawn.frames.size, target);
        return [{ picture: drawn, look: drawnLook, target, view: transform }];
      },
    });
  }, [stage]);

  const message = problem ?? column.problem ?? (picture ? null : waiting);
  const missing = picture && missingFor(look.layer, picture);
  const video = showsBlocks(look) ? videoWithBlocks(column) : null;
  const blocks = video && size && blocksProblem(video, frame, size);
  const note = missing ?? blocks ?? (picture && !picture.maps && running ? 'no mask yet' : null);
  return (
    <div
      ref={window}
      className={styles.picture}
      role="img"
      aria-label={label}
      style={size ? { aspectRatio: `${size.width} / ${size.height}` } : undefined}
      data-failed={(problem ?? column.problem) !== null || undefined}
      data-picture={picture ? frame : undefined}
      data-mask={picture?.maps ? frame : undefined}
      data-held={zoom !== null || loupe || undefined}
    >
      {size && <GhostCursor window={window} column={column.key} frame={size} />}
      {message && <p className={picture ? styles.badge : styles.message}>{message}</p>}
      {!message && note && <p className={styles.badge}>{note}</p>}
    </div>
  );
}
