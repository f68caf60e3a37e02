import { useEffect, useRef, useState } from 'react';
import { useStore } from 'zustand';
import type { ColumnState } from '../experiment/experimentState.ts';
import { describeError } from '../problem.ts';
import { FrameRenderer } from '../rendering/frameRenderer.ts';
import { davisPaletteRgba } from '../sequence/davisPalette.ts';
import styles from './ColumnCanvas.module.css';
import { viewStore } from './viewState.ts';

interface ColumnCanvasProps {
  readonly column: Pick<ColumnState, 'pictures' | 'maps' | 'mapsReady' | 'problem'>;
  /** Label for screen readers. */
  readonly label: string;
  /** Shown until the frame is ready. */
  readonly waiting: string;
  /** True while the experiment is running. */
  readonly running: boolean;
  /** True while another column is enlarged: nothing is drawn. */
  readonly hidden: boolean;
}

/** Draws the current frame of a column with its masks. */
export function ColumnCanvas({ column, label, waiting, running, hidden }: ColumnCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const renderer = useRef<FrameRenderer | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  /** Counts the WebGL contexts: the canvas gets a new one when the GPU was reset. */
  const [context, setContext] = useState(0);
  const view = useStore(viewStore);
  const { frame, masks, opacity, outline } = view;
  const { pictures, maps, mapsReady } = column;
  const { frames } = pictures;
  const hasPicture = frames !== null && pictures.ready[frame] === true;
  const hasMask = maps !== null && mapsReady[frame] === true;

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new context needs a new renderer
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const onLost = (event: Event) => event.preventDefault();
    const onRestored = () => setContext((count) => count + 1);
    element.addEventListener('webglcontextlost', onLost);
    element.addEventListener('webglcontextrestored', onRestored);
    try {
      renderer.current = new FrameRenderer(element, davisPaletteRgba());
      setProblem(null);
    } catch (error) {
      setProblem(describeError(error));
    }
    return () => {
      element.removeEventListener('webglcontextlost', onLost);
      element.removeEventListener('webglcontextrestored', onRestored);
      renderer.current?.dispose();
      renderer.current = null;
    };
  }, [context]);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a restored context needs to be redrawn
  useEffect(() => {
    if (!hasPicture || hidden) return;
    const shownMaps = masks && hasMask ? maps : null;
    renderer.current?.draw(frames, shownMaps, frame, { opacity, outline });
  }, [frames, maps, frame, hasPicture, hasMask, masks, opacity, outline, hidden, context]);

  const message = problem ?? column.problem ?? (hasPicture ? null : waiting);
  return (
    <div
      className={styles.picture}
      style={frames ? { aspectRatio: `${frames.size.width} / ${frames.size.height}` } : undefined}
      data-failed={(problem ?? column.problem) !== null || undefined}
      data-picture={hasPicture ? frame : undefined}
      data-mask={hasMask ? frame : undefined}
    >
      <canvas ref={canvas} role="img" aria-label={label} hidden={!hasPicture} />
      {message && <p className={hasPicture ? styles.badge : styles.message}>{message}</p>}
      {!message && !hasMask && running && <p className={styles.badge}>no mask yet</p>}
    </div>
  );
}
