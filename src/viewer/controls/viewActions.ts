import type { ColumnState } from '../../experiment/experimentState.ts';
import type { Point } from '../../rendering/viewTransform.ts';
import { columnKind } from '../../results/columnSpec.ts';
import type { FrameSize } from '../../sequence/frames.ts';
import { pointerStore, pointTo } from '../pointer.ts';
import { type Pair, viewStore } from '../viewState.ts';

/**
 * Puts two columns on one stage: x265 and ours, or the first two; or back side by side if they are
 * compared in this way.
 */
export function togglePair(columns: readonly ColumnState[], how: Pair['how']): void {
  const { pair } = viewStore.getState();
  if (pair) {
    viewStore.setState({ pair: pair.how === how ? null : { ...pair, how } });
    return;
  }
  const keyOf = (kind: 'x265' | 'ours') =>
    columns.find(({ spec }) => columnKind(spec) === kind)?.key;
  const first = keyOf('x265') ?? columns[0]?.key;
  const second = keyOf('ours') ?? columns.find(({ key }) => key !== first)?.key;
  if (!first || !second) return;
  viewStore.setState({ pair: { first, second, how, at: 0.5, pinned: false }, enlarged: null });
}

/** Shows the pictures alone on the whole screen, or the page again; nothing where a browser cannot. */
export function toggleFullScreen(): void {
  if (!document.fullscreenEnabled) return;
  const stage = document.querySelector('[data-full-screen]');
  const change = document.fullscreenElement
    ? document.exitFullscreen()
    : (stage?.requestFullscreen() ?? Promise.resolve());
  // Refused, e.g. because the key press came from a script: the page stays as it is.
  change.catch(() => {});
}

/** Moves the place that the loupe shows, by frame pixels. */
export function moveLoupe(by: Point, { width, height }: FrameSize): void {
  if (!viewStore.getState().loupe) return;
  const { last } = pointerStore.getState();
  const { x, y } = last ?? { x: width / 2, y: height / 2 };
  const inside = (at: number, length: number) => Math.min(Math.max(at, 0), length - 1);
  pointTo({ x: inside(x + by.x, width), y: inside(y + by.y, height) });
}
