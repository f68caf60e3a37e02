import { ChevronLeft, ChevronRight, X } from 'lucide-react';
import { useStore } from 'zustand';
import { Button } from '../../ui/Button.tsx';
import { useApp } from '../experimentContext.ts';
import styles from './PlaylistButtons.module.css';

/** Goes through a list of runs, such as those of a talk. */
export function PlaylistButtons() {
  const { runs } = useApp();
  const { playlist, position } = useStore(runs.store);
  if (playlist.length === 0) return null;
  return (
    <fieldset className={styles.buttons} aria-label="List of runs">
      <Button
        look="icon"
        disabled={position === 0}
        onClick={() => void runs.goTo(position - 1)}
        aria-label="Previous run"
      >
        <ChevronLeft size={16} />
      </Button>
      <span>
        {position + 1} of {playlist.length}
      </span>
      <Button
        look="icon"
        disabled={position + 1 === playlist.length}
        onClick={() => void runs.goTo(position + 1)}
        aria-label="Next run"
      >
        <ChevronRight size={16} />
      </Button>
      <Button look="icon" onClick={() => runs.closePlaylist()} aria-label="Close the list of runs">
        <X size={16} />
      </Button>
    </fieldset>
  );
}
