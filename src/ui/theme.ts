import { useLayoutEffect, useState } from 'react';

export type Theme = 'dark' | 'light';

const STORAGE_KEY = 'maskscope-theme';

/** The page's theme: the user's last choice, or else the system's preference. */
export function useTheme(): [Theme, (theme: Theme) => void] {
  const [theme, setTheme] = useState<Theme>(initialTheme);
  // Runs before any component reads the theme's colours in an effect.
  useLayoutEffect(() => {
    document.documentElement.dataset.theme = theme;
  }, [theme]);
  return [
    theme,
    (chosen) => {
      setTheme(chosen);
      try {
        localStorage.setItem(STORAGE_KEY, chosen);
      } catch {
        // Storage is blocked: the choice lasts as long as the page.
      }
    },
  ];
}

function initialTheme(): Theme {
  const stored = storedTheme();
  if (stored === 'dark' || stored === 'light') return stored;
  return matchMedia('(prefers-color-scheme: light)').matches ? 'light' : 'dark';
}

function storedTheme(): string | null {
  try {
    return localStorage.getItem(STORAGE_KEY);
  } catch {
    return null;
  }
}
