import { useLayoutEffect } from 'react';
import { useStore } from 'zustand';
import { createStore } from 'zustand/vanilla';

export type Theme = 'dark' | 'light';

const STORAGE_KEY = 'maskscope-theme';

/** The page's theme: the user's last choice, or else the system's preference. */
export const themeStore = createStore<{ readonly theme: Theme }>(() => ({
  theme: storedTheme() ?? systemTheme(),
}));

/** The theme in which the page is shown to a new visitor. */
export function systemTheme(): Theme {
  const asksForLight =
    typeof matchMedia === 'function' && matchMedia('(prefers-color-scheme: light)').matches;
  return asksForLight ? 'light' : 'dark';
}

/** The theme, and sets and stores another one. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const { theme } = useStore(themeStore);
  // Runs before any component reads the theme's colours in an effect.
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  return [theme, chooseTheme];
}

function chooseTheme(theme: Theme): void {
  themeStore.setState({ theme });
  try {
    localStorage.setItem(STORAGE_KEY, theme);
  } catch {
    // Storage is blocked: the choice lasts as long as the page.
  }
}

function storedTheme(): Theme | null {
  try {
    const stored = localStorage.getItem(STORAGE_KEY);
    return stored === 'dark' || stored === 'light' ? stored : null;
  } catch {
    return null;
  }
}
