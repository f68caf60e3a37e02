import { type RefObject, useEffect, useLayoutEffect, useRef } from 'react';

/** A scroll position that is nearer to a pair's is there, in CSS pixels. */
const REACHED = 2;

/**
 * Keeps the place of a strip of pairs, which scrolls sideways, and the pair in view the same.
 *
 * @param strip the element that scrolls
 * @param stride CSS pixels from one pair to the next; 0 while nothing is swiped
 * @param place the pair in view
 * @param onSwipe called with the pair to which the user has scrolled
 */
export function useSwipe(
  strip: RefObject<HTMLElement | null>,
  stride: number,
  place: number,
  onSwipe: (place: number) => void,
): void {
  /** The pair to which the strip scrolls by itself; null while it follows the user. */
  const goal = useRef<number | null>(null);
  const swiped = useRef(onSwipe);
  useEffect(() => {
    swiped.current = onSwipe;
  });
  const lastStride = useRef(0);
  // Before the browser paints: pictures are drawn where they are.
  useLayoutEffect(() => {
    const element = strip.current;
    if (!element) return;
    const left = place * stride;
    // Another window, or other columns: at once.
    const isResized = stride !== lastStride.current;
    lastStride.current = stride;
    const isThere =
      stride === 0 ? element.scrollLeft === 0 : Math.round(element.scrollLeft / stride) === place;
    if (!isResized && isThere) return;
    goal.current = Math.abs(element.scrollLeft - left) < REACHED ? null : place;
    element.scrollTo({ left, behavior: isResized || isStill() ? 'instant' : 'smooth' });
  }, [strip, stride, place]);
  useEffect(() => {
    const element = strip.current;
    if (!element || stride === 0) return;
    const follow = () => {
      goal.current = null;
    };
    const onScroll = () => {
      const { scrollLeft } = element;
      if (goal.current !== null) {
        if (Math.abs(scrollLeft - goal.current * stride) < REACHED) follow();
        return;
      }
      swiped.current(Math.round(scrollLeft / stride));
    };
    const listeners = new AbortController();
    const { signal } = listeners;
    element.addEventListener('scroll', onScroll, { signal, passive: true });
    element.addEventListener('scrollend', follow, { signal });
    // A finger or a wheel takes over.
    element.addEventListener('pointerdown', follow, { signal });
    element.addEventListener('wheel', follow, { signal, passive: true });
    return () => listeners.abort();
  }, [strip, stride]);
}

function isStill(): boolean {
  return matchMedia('(prefers-reduced-motion: reduce)').matches;
}
