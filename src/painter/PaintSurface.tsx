import { type RefObject, useEffect } from 'react';
import { useStore } from 'zustand';
import { toWindow } from '../rendering/viewTransform.ts';
import { OverlayCanvas } from './OverlayCanvas.tsx';
import { outlineColour } from './overlayPixels.ts';
import styles from './PaintSurface.module.css';
import { type PainterPicture, PictureCanvas } from './PictureCanvas.tsx';
import type { Painter } from './painter.ts';
import { usePaintPointers } from './usePaintPointers.ts';

interface PaintSurfaceProps {
  readonly painter: Painter;
  readonly picture: PainterPicture;
  /** Why the picture cannot be shown, or null. */
  readonly problem: string | null;
  readonly onProblem: (problem: string) => void;
  /** The element that receives pointer events, and the focus when the painter opens. */
  readonly surface: RefObject<HTMLDivElement | null>;
}

/** Shows the frame with its masks, the brush and the open polygon. */
export function PaintSurface(props: PaintSurfaceProps) {
  const { painter, picture, problem, onProblem, surface } = props;
  const { view, panning, tool } = useStore(painter.store);
  usePaintPointers(surface, painter);
  useEffect(() => {
    const element = surface.current;
    if (!element) return;
    const observer = new ResizeObserver(() => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0 && height > 0) painter.setWindow({ width, height });
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, [surface, painter]);
  const { width, height } = painter.size;
  // Smoothing is right for a reduced frame, but hides the pixels of a magnified one.
  const isMagnified = view.scale * devicePixelRatio >= 2;
  return (
    <div
      ref={surface}
      className={styles.surface}
      // biome-ignore lint/a11y/noNoninteractiveTabindex: arrow keys move the view
      tabIndex={0}
      role="application"
      aria-label="First frame: paint with the pointer, move the view with the arrow keys"
      data-cursor={panning ? 'pan' : tool}
      data-failed={problem !== null || undefined}
    >
      <div
        className={styles.frame}
        data-magnified={isMagnified || undefined}
        style={{
          width,
          height,
          transform: `translate(${view.x}px, ${view.y}px) scale(${view.scale})`,
        }}
      >
        <PictureCanvas picture={picture} size={painter.size} onProblem={onProblem} />
        <OverlayCanvas painter={painter} />
      </div>
      <Marks painter={painter} />
      {problem && (
        <p role="alert" className={styles.problem}>
          {problem}
        </p>
      )}
    </div>
  );
}

/** The outline of the brush and the open polygon, drawn at screen resolution. */
function Marks({ painter }: { readonly painter: Painter }) {
  const { view, pointer, panning, tool, corners, picked } = useStore(painter.store);
  const at = pointer && toWindow(view, pointer);
  const points = corners.map((corner) => toWindow(view, corner));
  const first = points[0];
  const colour = `rgb(${outlineColour(picked).join(' ')})`;
  const radius = painter.radius * view.scale;
  const line = [...points, ...(at ? [at] : [])].map(({ x, y }) => `${x},${y}`).join(' ');
  return (
    <svg className={styles.marks} aria-hidden="true">
      {first && (
        <>
          <polygon points={line} className={styles.inside} style={{ fill: colour }} />
          <polyline points={line} className={styles.halo} />
          <polyline points={line} className={styles.line} style={{ stroke: colour }} />
          {points.slice(1).map(({ x, y }) => (
            <circle key={`${x},${y}`} cx={x} cy={y} r={3.5} className={styles.corner} />
          ))}
          <circle
            cx={first.x}
            cy={first.y}
            r={6}
            className={styles.corner}
            data-closes={points.length >= 3 || undefined}
          />
        </>
      )}
      {at && !panning && tool !== 'polygon' && (
        <>
          <circle cx={at.x} cy={at.y} r={radius} className={styles.halo} />
          <circle cx={at.x} cy={at.y} r={radius} className={styles.ring} data-tool={tool} />
        </>
      )}
    </svg>
  );
}
