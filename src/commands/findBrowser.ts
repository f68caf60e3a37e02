import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

/** Names of Chrome and Chromium on the search path, in the order of preference. */
const COMMANDS = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'];

/** Where installers put them outside the search path. */
const PLACES = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * An installed Chrome or Chromium: the one that MASKSCOPE_BROWSER names, one of this machine's, or
 * Playwright's own download.
 *
 * @returns its path, null where there is none
 */
export function findBrowser(): string | null {
  const named = process.env.MASKSCOPE_BROWSER;
  if (named) return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [...onPath, ...PLACES, chromium.executablePath()].find(isExecutable) ?? null;
}

/** What to tell a person whose machine has no browser. */
export const NO_BROWSER =
  'No Chrome or Chromium was found. Install one, or run "npx playwright install chromium", or ' +
  'set MASKSCOPE_BROWSER to its path.';

/**
 * Switches for a browser without a screen. Background services are off, so that nothing but the
 * page talks to any network; WebGPU runs in software where the machine has no GPU.
 */
export const BROWSER_SWITCHES = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-swiftshader',
  // Inside containers Chromium's own sandbox cannot start as root.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/** With these, WebGPU is there on a machine without a GPU: correct, and very slow. */
export const SOFTWARE_WEBGPU_SWITCHES = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
];

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
