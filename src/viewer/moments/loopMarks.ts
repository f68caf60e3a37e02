import { goToFrame, type Loop, SPEEDS, type ViewState, viewStore } from '../viewState.ts';

/** Starts the loop at the current frame; without an end after it, it goes to the last frame. */
export function markLoopIn(frameCount: number): void {
  viewStore.setState(({ frame, loop }) => ({
    loop: { first: frame, last: loop && loop.last >= frame ? loop.last : frameCount - 1 },
  }));
}

/** Ends the loop at the current frame; without a start before it, it starts at the first frame. */
export function markLoopOut(): void {
  viewStore.setState(({ frame, loop }) => ({
    loop: { first: loop && loop.first <= frame ? loop.first : 0, last: frame },
  }));
}

export function clearLoop(): void {
  viewStore.setState({ loop: null });
}

/** The loop between two frames, in any order. */
export function loopBetween(a: number, b: number): Loop {
  return { first: Math.min(a, b), last: Math.max(a, b) };
}

export function togglePingPong(): void {
  viewStore.setState(({ pingPong }) => ({ pingPong: !pingPong }));
}

/** @param by 1 for the next faster speed, −1 for the next slower one */
export function changeSpeed(by: 1 | -1): void {
  viewStore.setState(({ speed }) => ({ speed: SPEEDS[SPEEDS.indexOf(speed) + by] ?? speed }));
}

/** A speed as a fraction, e.g. `1/8×`. */
export function speedText(speed: ViewState['speed']): string {
  return speed < 1 ? `1/${1 / speed}×` : `${speed}×`;
}

/** Pauses and goes to a frame; nothing happens if it is not known. */
export function stopAt(frame: number | null, frameCount: number): void {
  if (frame === null) return;
  viewStore.setState({ playing: false });
  goToFrame(frame, frameCount);
}
