import { useEffect, useRef } from 'react';
import { growBox } from './editing/box.ts';
import { OUTLINE_REACH, overlayPixels } from './overlayPixels.ts';
import styles from './PaintSurface.module.css';
import type { Painter } from './painter.ts';

/** Draws the masks over the frame; redraws changed parts once per animation frame. */
export function OverlayCanvas({ painter }: { readonly painter: Painter }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const context = canvas.current?.getContext('2d');
    if (!context) return;
    const { editor, size } = painter;
    context.putImageData(new ImageData(overlayPixels(editor, editor.whole), size.width), 0, 0);
    let request = 0;
    const draw = () => {
      request = 0;
      const dirty = painter.takeDirty();
      if (!dirty) return;
      const box = growBox(dirty, OUTLINE_REACH, size);
      const image = new ImageData(overlayPixels(editor, box), box.right - box.left);
      context.putImageData(image, box.left, box.top);
    };
    const stop = painter.onPaint(() => {
      request ||= requestAnimationFrame(draw);
    });
    return () => {
      stop();
      cancelAnimationFrame(request);
    };
  }, [painter]);
  const { width, height } = painter.size;
  return <canvas ref={canvas} width={width} height={height} className={styles.layer} aria-hidden />;
}
