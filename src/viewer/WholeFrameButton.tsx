import { Shrink } from 'lucide-react';
import { useStore } from 'zustand';
import { Button } from '../ui/Button.tsx';
import { viewStore } from './viewState.ts';

/** Leaves the zoom with one tap, while there is one: with it, a finger pans and swipes nothing. */
export function WholeFrameButton() {
  const zoom = useStore(viewStore, (view) => view.zoom);
  if (!zoom) return null;
  return (
    <Button look="icon" aria-label="Whole frame" onClick={() => viewStore.setState({ zoom: null })}>
      <Shrink size={18} aria-hidden />
    </Button>
  );
}
