import { useEffect } from 'react';
import { useStore } from 'zustand';
import { nextPosition, type Position, playedFrames } from './playback/nextFrame.ts';
import { Pace } from './playback/pace.ts';
import { NO_RATE, playbackRateStore } from './playback/playbackRate.ts';
import { viewStore } from './viewState.ts';

/** Milliseconds between updates of the reached rate, so that its text can be read. */
const RATE_UPDATES = 500;

/**
 * Advances the frame while playing, in the loop. All columns share one frame index, so that they
 * stay in step. No frame is left out: a slow page plays slower, and the rate it reaches is kept in
 * `playbackRateStore`.
 *
 * @param frameRate of the sequence, frames per second
 */
export function usePlayback(playing: boolean, frameCount: number, frameRate: number): void {
  const speed = useStore(viewStore, (view) => view.speed);
  useEffect(() => {
    if (!playing || frameCount === 0) return;
    const wanted = frameRate * speed;
    const start = performance.now();
    const pace = new Pace(wanted, start);
    let direction: Position['direction'] = 1;
    let updatedAt = start;
    let handle = 0;
    playbackRateStore.setState({ reached: null, wanted });
    const tick = (now: number) => {
      if (pace.advance(now)) {
        const { frame, loop, pingPong } = viewStore.getState();
        const next = nextPosition({ frame, direction }, playedFrames(loop, frameCount), pingPong);
        direction = next.direction;
        viewStore.setState({ frame: next.frame });
        if (now - updatedAt >= RATE_UPDATES) {
          updatedAt = now;
          playbackRateStore.setState({ reached: pace.reached() });
        }
      }
      handle = requestAnimationFrame(tick);
    };
    handle = requestAnimationFrame(tick);
    return () => {
      cancelAnimationFrame(handle);
      playbackRateStore.setState(NO_RATE);
    };
  }, [playing, frameCount, frameRate, speed]);
}
