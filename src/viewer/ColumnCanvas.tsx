import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { ColumnState } from '../experiment/experimentState.ts';
import { describeError } from '../problem.ts';
import { davisPaletteRgba } from '../sequence/davisPalette.ts';
import styles from './ColumnCanvas.module.css';
import { FrameRenderer } from './frameRenderer.ts';
import { viewStore } from './viewState.ts';

interface ColumnCanvasProps {
  readonly column: ColumnState;
  /** What a screen reader is told. */
  readonly label: string;
  /** What is shown in place of a picture that is not there yet. */
  readonly waiting: string;
}

/** A column's picture with its masks at the frame that all columns show. */
export function ColumnCanvas({ column, label, waiting }: ColumnCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const renderer = useRef<FrameRenderer | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const view = useStore(viewStore);
  const { frame, masks, opacity, outline } = view;
  const { frames, framesReady, maps, mapsReady } = column;
  const hasPicture = frames !== null && frame < framesReady;
  const hasMask = maps !== null && frame < mapsReady;

  useEffect(() => {
    if (!canvas.current) return;
    try {
      const created = new FrameRenderer(canvas.current, davisPaletteRgba());
      renderer.current = created;
      return () => {
        renderer.current = null;
        created.dispose();
      };
    } catch (error) {
      setProblem(describeError(error));
      return;
    }
  }, []);

  useEffect(() => {
    if (!hasPicture) return;
    const shownMaps = masks && hasMask ? maps : null;
    renderer.current?.draw(frames, shownMaps, frame, { opacity, outline });
  }, [frames, maps, frame, hasPicture, hasMask, masks, opacity, outline]);

  const message = problem ?? column.problem ?? (hasPicture ? null : waiting);
  return (
    <div
      className={styles.picture}
      data-failed={(problem ?? column.problem) !== null || undefined}
      data-picture={hasPicture ? frame : undefined}
      data-mask={hasMask ? frame : undefined}
    >
      <canvas ref={canvas} role="img" aria-label={label} hidden={!hasPicture} />
      {message && <p className={hasPicture ? styles.badge : styles.message}>{message}</p>}
      {!message && !hasMask && <p className={styles.badge}>no mask yet</p>}
    </div>
  );
}
