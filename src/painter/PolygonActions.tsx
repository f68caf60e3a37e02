import { Check, Undo2, X } from 'lucide-react';
import { useStore } from 'zustand';
import { Button } from '../ui/Button.tsx';
import styles from './PolygonActions.module.css';
import type { Painter } from './painter.ts';

/** Buttons for the open polygon, for touch screens without a keyboard. */
export function PolygonActions({ painter }: { readonly painter: Painter }) {
  const corners = useStore(painter.store, (state) => state.corners);
  if (corners.length === 0) return null;
  return (
    <div className={styles.actions}>
      <Button disabled={!painter.canClosePolygon} onClick={() => painter.closePolygon()}>
        <Check size={16} aria-hidden /> Close polygon
      </Button>
      <Button look="icon" aria-label="Remove the last point" onClick={() => painter.removeCorner()}>
        <Undo2 size={16} />
      </Button>
      <Button look="icon" aria-label="Discard the polygon" onClick={() => painter.discardPolygon()}>
        <X size={16} />
      </Button>
    </div>
  );
}
