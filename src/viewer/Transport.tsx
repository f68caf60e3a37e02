import { Ellipsis, Pause, Play, SkipBack, SkipForward, StepBack, StepForward } from 'lucide-react';
import type { ReactNode } from 'react';
import { useStore } from 'zustand';
import { Button } from '../ui/Button.tsx';
import { LabelledSlider } from '../ui/LabelledSlider.tsx';
import { Popover } from '../ui/Popover.tsx';
import { useIsPhone } from '../ui/phone.ts';
import { LoopControls } from './playback/LoopControls.tsx';
import { RateText } from './playback/RateText.tsx';
import styles from './Transport.module.css';
import { goToFrame, viewStore } from './viewState.ts';
import { WholeFrameButton } from './WholeFrameButton.tsx';

interface TransportProps {
  readonly frameCount: number;
  /** Of the sequence, frames per second. */
  readonly frameRate: number;
  /** Frames that are ready with masks in all columns; shown on the scrubber. */
  readonly framesReady: number;
  /** What shows the other columns on a phone. */
  readonly pairs: ReactNode;
  /** The button of the layers. */
  readonly layers: ReactNode;
  /** Further controls in the same bar; a phone has them in a menu. */
  readonly children: ReactNode;
}

/** Controls for playback; on a phone at the bottom of the screen, where a thumb reaches them. */
export function Transport(props: TransportProps) {
  const { frameCount, frameRate, framesReady, pairs, layers, children } = props;
  const isPhone = useIsPhone();
  const { frame, playing } = useStore(viewStore);
  const disabled = frameCount === 0;
  const last = Math.max(0, frameCount - 1);
  const go = (to: number) => {
    viewStore.setState({ playing: false });
    goToFrame(to, frameCount);
  };
  const first = (
    <Button look="icon" disabled={disabled} onClick={() => go(0)} aria-label="First frame">
      <SkipBack size={16} />
    </Button>
  );
  const end = (
    <Button look="icon" disabled={disabled} onClick={() => go(last)} aria-label="Last frame">
      <SkipForward size={16} />
    </Button>
  );
  return (
    <section className={styles.transport} aria-label="Playback">
      <div className={styles.buttons}>
        {!isPhone && first}
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
        {!isPhone && end}
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
          <span>frame </span>
          <b>{disabled ? '–' : frame}</b> / {disabled ? '–' : last}
        </p>
        {!isPhone && <RateText frameRate={frameRate} />}
      </div>
      {isPhone ? (
        <div className={styles.tools}>
          {pairs}
          <WholeFrameButton />
          {layers}
          <Popover
            title="Playback and view"
            trigger={
              <Button look="icon" aria-label="Playback and view" title="Loop, speed, zoom, loupe">
                <Ellipsis size={20} aria-hidden />
              </Button>
            }
          >
            <div className={styles.more}>
              <div className={styles.buttons}>
                {first}
                {end}
              </div>
              <LoopControls frameCount={frameCount} />
              {children}
              <RateText frameRate={frameRate} />
            </div>
          </Popover>
        </div>
      ) : (
        <div className={styles.tools}>
          <LoopControls frameCount={frameCount} />
          {layers}
          {children}
        </div>
      )}
    </section>
  );
}
