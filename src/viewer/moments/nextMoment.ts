/**
 * The next frame after the current one that fulfils a condition; after the last frame the search
 * goes on at the first.
 *
 * @returns null if no frame does, or only the current one
 */
export function nextMoment(
  current: number,
  frameCount: number,
  isMoment: (frame: number) => boolean,
): number | null {
  for (let step = 1; step < frameCount; step++) {
    const frame = (current + step) % frameCount;
    if (isMoment(frame)) return frame;
  }
  return null;
}

/** True if any object's state differs from that in the frame before; unknown states do not count. */
export function changesAt(lanes: readonly (readonly (string | null)[])[], frame: number): boolean {
  return lanes.some((states) => {
    const [before, now] = [states[frame - 1] ?? null, states[frame] ?? null];
    return before !== null && now !== null && before !== now;
  });
}
