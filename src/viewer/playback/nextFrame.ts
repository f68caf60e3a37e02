import type { Loop } from '../viewState.ts';

/** Where playback is: a frame, and whether it moves forwards (1) or backwards (−1). */
export interface Position {
  readonly frame: number;
  readonly direction: 1 | -1;
}

/** The frames that are played: those of the loop that the sequence has, or all. */
export function playedFrames(loop: Loop | null, frameCount: number): Loop {
  const end = Math.max(0, frameCount - 1);
  // A loop that was marked in a longer sequence may lie beyond the end of this one.
  if (!loop || loop.first > end) return { first: 0, last: end };
  return { first: loop.first, last: Math.min(loop.last, end) };
}

/**
 * The position one frame later. From the end of the played frames it goes to their start, or back if
 * it is played as ping-pong, where both ends are shown once. From outside, it goes to their start.
 */
export function nextPosition(
  { frame, direction }: Position,
  { first, last }: Loop,
  pingPong: boolean,
): Position {
  if (frame < first || frame > last || first === last) return { frame: first, direction: 1 };
  if (!pingPong) return { frame: frame === last ? first : frame + 1, direction: 1 };
  const turned = frame === last ? -1 : frame === first ? 1 : direction;
  return { frame: frame + turned, direction: turned };
}
