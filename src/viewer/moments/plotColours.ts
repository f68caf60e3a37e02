import { useSyncExternalStore } from 'react';

/** The theme's colours, as a canvas understands them. */
export type PlotColours = Readonly<Record<(typeof NAMES)[number], string>>;

const NAMES = ['text', 'muted', 'accent', 'line', 'background'] as const;

const FORCED = '(forced-colors: active)';

/**
 * Reads the colours that hold in an element. They are resolved by the browser, because in a forced
 * palette they are system colours, which a canvas may not know.
 */
export function plotColours(element: HTMLElement): PlotColours {
  const probe = document.createElement('span');
  // Otherwise the forced palette replaces the colour that is asked for.
  probe.style.forcedColorAdjust = 'none';
  element.append(probe);
  const entries = NAMES.map((name) => {
    probe.style.color = `var(--${name})`;
    return [name, getComputedStyle(probe).color] as const;
  });
  probe.remove();
  return Object.fromEntries(entries) as PlotColours;
}

/** True while the user's palette replaces that of the page. */
export function useForcedColours(): boolean {
  return useSyncExternalStore(
    (onChange) => {
      const query = matchMedia(FORCED);
      query.addEventListener('change', onChange);
      return () => query.removeEventListener('change', onChange);
    },
    () => matchMedia(FORCED).matches,
    () => false,
  );
}
