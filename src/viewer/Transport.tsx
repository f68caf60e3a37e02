import { Pause, Play, SkipBack, SkipForward, StepBack, StepForward } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { Button } from '../ui/Button.tsx';
import { LabelledSlider } from '../ui/LabelledSlider.tsx';
import { LoopControls } from './playback/LoopControls.tsx';
import { RateText } from './playback/RateText.tsx';
import styles from './Transport.module.css';
import { goToFrame, viewStore } from './viewState.ts';

interface TransportProps {
  readonly frameCount: number;
  /** Of the sequence, frames per second. */
  readonly frameRate: number;
  /** Frames that are ready with masks in all columns; shown on the scrubber. */
  readonly framesReady: number;
  /** Further controls in the same bar. */
  readonly children: ReactNode;
}

/** Controls for playback. */
export function Transport({ frameCount, frameRate, framesReady, children }: TransportProps) {
  const { frame, playing } = useStore(viewStore);
  const disabled = frameCount === 0;
  const last = Math.max(0, frameCount - 1);
  const go = (to: number) => {
    viewStore.setState({ playing: false });
    goToFrame(to, frameCount);
  };
  return (
    <section className={styles.transport} aria-label="Playback">
      <div className={styles.buttons}>
        <Button look="icon" disabled={disabled} onClick={() => go(0)} aria-label="First frame">
          <SkipBack size={16} />
        </Button>
        <Button
          look="icon"
          disabled={disabled}
          onClick={() => go(frame - 1)}
          aria-label="Previous frame"
        >
          <StepBack size={16} />
        </Button>
        <Button
          look="icon"
          disabled={disabled}
          onClick={() => viewStore.setState({ playing: !playing })}
          aria-label={playing ? 'Pause' : 'Play'}
        >
          {playing ? <Pause size={16} /> : <Play size={16} />}
        </Button>
        <Button
          look="icon"
          disabled={disabled}
          onClick={() => go(frame + 1)}
          aria-label="Next frame"
        >
          <StepForward size={16} />
        </Button>
        <Button look="icon" disabled={disabled} onClick={() => go(last)} aria-label="Last frame">
          <SkipForward size={16} />
        </Button>
      </div>
      <div className={styles.scrubber}>
        <progress
          className={styles.ready}
          value={framesReady}
          max={Math.max(1, frameCount)}
          aria-label="Frames ready in all columns"
        />
        <LabelledSlider
          bare
          label="Frame"
          value={Math.min(frame, last)}
          min={0}
          max={Math.max(1, last)}
          disabled={disabled}
          onChange={go}
        />
      </div>
      <div className={styles.count}>
        <p>
          frame <b>{disabled ? '–' : frame}</b> / {disabled ? '–' : last}
        </p>
        <RateText frameRate={frameRate} />
      </div>
      <div className={styles.tools}>
        <LoopControls frameCount={frameCount} />
        {children}
      </div>
    </section>
  );
}
