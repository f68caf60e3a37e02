import { type RefObject, useEffect, useState } from 'react';

/** The width of an element in CSS pixels, also when it changes; 0 before it is laid out. */
export function useWidth(element: RefObject<HTMLElement | null>): number {
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const observed = element.current;
    if (!observed) return;
    const resizing = new ResizeObserver(() => setWidth(observed.clientWidth));
    resizing.observe(observed);
    return () => resizing.disconnect();
  }, [element]);
  return width;
}
