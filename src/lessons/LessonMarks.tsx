import { useEffect, useRef } from 'react';
import type { FrameSize } from '../sequence/frames.ts';
import { partOnScreen } from '../viewer/partOnScreen.ts';
import { viewStore } from '../viewer/viewState.ts';
import { type LookTarget, selectorOf } from './format/lookTarget.ts';
import styles from './LessonMarks.module.css';
import type { FoundPlace } from './steps/findPlace.ts';

interface LessonMarksProps {
  readonly targets: readonly LookTarget[];
  /** What the step has found; null for nothing. */
  readonly place: FoundPlace | null;
  /** The frame on the screen. */
  readonly frame: number;
  readonly size: FrameSize;
}

const FOLLOW_MILLISECONDS = 200;

/** A part of the window, in CSS pixels. */
type Box = Pick<DOMRect, 'left' | 'top' | 'width' | 'height'>;

/** Rings around what a step looks at. They follow the page and never take a click. */
export function LessonMarks({ targets, place, frame, size }: LessonMarksProps) {
  const layer = useRef<HTMLDivElement>(null);
  const { width, height } = size;
  useEffect(() => {
    const drawn: HTMLElement[] = [];
    const isSeen = place?.frame === frame;
    const boxesOf = (target: LookTarget) => {
      if (target.part !== 'place') return partBoxes(target);
      return isSeen ? placeBoxes(place, { width, height }) : [];
    };
    const draw = () => {
      const boxes = targets.flatMap((target) => boxesOf(target).map((box) => ({ target, box })));
      for (const [index, { target, box }] of boxes.entries()) {
        const ring = drawn[index] ?? newRing(layer.current);
        drawn[index] = ring;
        ring.hidden = false;
        ring.dataset.target =
          'column' in target ? `${target.part} ${target.column + 1}` : target.part;
        ring.style.transform = `translate(${box.left}px, ${box.top}px)`;
        ring.style.width = `${box.width}px`;
        ring.style.height = `${box.height}px`;
      }
      for (const ring of drawn.slice(boxes.length)) ring.hidden = true;
    };
    draw();
    const listeners = new AbortController();
    const { signal } = listeners;
    addEventListener('scroll', draw, { signal, capture: true, passive: true });
    addEventListener('resize', draw, { signal });
    const stop = viewStore.subscribe(({ zoom }, before) => zoom !== before.zoom && draw());
    // What else moves parts, such as figures that arrive, is followed a moment later.
    const timer = setInterval(draw, FOLLOW_MILLISECONDS);
    return () => {
      listeners.abort();
      stop();
      clearInterval(timer);
      for (const ring of drawn) ring.remove();
    };
  }, [targets, place, frame, width, height]);

  // All is brought into sight, the first thing last; without need, the pictures stay there.
  useEffect(() => {
    scrollTo({ top: 0 });
    for (const element of targets.flatMap(elementsOf).reverse()) {
      element.scrollIntoView({ block: 'nearest', inline: 'nearest' });
    }
  }, [targets]);
  return <div ref={layer} className={styles.layer} aria-hidden data-testid="lesson-marks" />;
}

function newRing(layer: HTMLElement | null): HTMLElement {
  const ring = document.createElement('div');
  ring.className = styles.ring ?? '';
  layer?.append(ring);
  return ring;
}

/** The part of the page that a target names; none if it is not on the page. */
function elementsOf(target: LookTarget): readonly Element[] {
  const found = selectorOf(target);
  if (!found) return [];
  const { selector, column } = found;
  if (column === null) return [...document.querySelectorAll(selector)].slice(0, 1);
  const article = document.querySelectorAll('article[data-key]')[column];
  const element = selector === ':scope' ? article : article?.querySelector(selector);
  return element ? [element] : [];
}

/** CSS pixels between a part and its ring. */
const MARGIN = 3;

function partBoxes(target: LookTarget): readonly Box[] {
  return elementsOf(target).flatMap((element) => {
    const { left, top, right, bottom } = seenBox(element);
    if (left >= right || top >= bottom) return [];
    return {
      left: left - MARGIN,
      top: top - MARGIN,
      width: right - left + 2 * MARGIN,
      height: bottom - top + 2 * MARGIN,
    };
  });
}

/** The part of an element that its scrolling ancestors show. */
function seenBox(element: Element): Pick<DOMRect, 'left' | 'top' | 'right' | 'bottom'> {
  let { left, top, right, bottom } = element.getBoundingClientRect();
  for (let outer = element.parentElement; outer; outer = outer.parentElement) {
    if (outer === document.body || getComputedStyle(outer).overflow === 'visible') continue;
    const box = outer.getBoundingClientRect();
    [left, top] = [Math.max(left, box.left), Math.max(top, box.top)];
    [right, bottom] = [Math.min(right, box.right), Math.min(bottom, box.bottom)];
  }
  return { left, top, right, bottom };
}

/** Where a place is in every picture. */
function placeBoxes({ part }: FoundPlace, size: FrameSize): readonly Box[] {
  const pictures = [...document.querySelectorAll<HTMLElement>('article[data-key] [data-picture]')];
  return pictures.flatMap((picture) => (part && partOnScreen(picture, part, size)) ?? []);
}
