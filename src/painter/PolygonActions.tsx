import { Check, Undo2, X } from 'lucide-react';
import { useStore } from 'zustand';
import { Button } from '../ui/Button.tsx';
import styles from './PolygonActions.module.css';
import type { Painter } from './painter.ts';

/** What can be done with the open polygon, for fingers that have no keys. */
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
      <Button look="icon" aria-label="Drop the polygon" onClick={() => painter.dropPolygon()}>
        <X size={16} />
      </Button>
    </div>
  );
}
