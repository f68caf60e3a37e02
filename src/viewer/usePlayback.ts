import { useEffect } from 'react';
import { viewStore } from './viewState.ts';

/**
 * Advances the frame while playing, in a loop. All columns share one frame index: a slow screen
 * skips frames, but the columns stay in sync.
 *
 * @param frameRate frames per second
 */
export function usePlayback(playing: boolean, frameCount: number, frameRate: number): void {
  useEffect(() => {
    if (!playing || frameCount === 0) return;
    let handle = 0;
    let shownAt = performance.now();
    const tick = (now: number) => {
      const steps = Math.floor(((now - shownAt) * frameRate) / 1000);
      if (steps > 0) {
        shownAt += (steps * 1000) / frameRate;
        viewStore.setState(({ frame }) => ({ frame: (frame + steps) % frameCount }));
      }
      handle = requestAnimationFrame(tick);
    };
    handle = requestAnimationFrame(tick);
    return () => cancelAnimationFrame(handle);
  }, [playing, frameCount, frameRate]);
}
