import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { chromium } from '@playwright/test';

/** Commands of Chrome and Chromium, in order of preference. */
const COMMANDS = ['google-chrome', 'google-chrome-stable', 'chromium', 'chromium-browser'];

/** Default install locations outside the search path. */
const INSTALL_PATHS = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Google\\Chrome\\Application\\chrome.exe',
];

/**
 * Finds Chrome or Chromium: MASKSCOPE_BROWSER, an installed browser or Playwright's download.
 *
 * @returns its path; null if there is none
 */
export function findBrowser(): string | null {
  const named = process.env.MASKSCOPE_BROWSER;
  if (named) return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [...onPath, ...INSTALL_PATHS, chromium.executablePath()].find(starts) ?? null;
}

/** Message for the user if there is no browser. */
export const NO_BROWSER =
  'No Chrome or Chromium was found. Install one, or run "npx playwright install chromium", or ' +
  'set MASKSCOPE_BROWSER to its path.';

/**
 * Switches for a headless browser. Background services are off, so that only the page uses the
 * network. WebGL, which draws the columns, may run in software.
 */
export const BROWSER_SWITCHES = [
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--enable-unsafe-swiftshader',
  // Chromium's sandbox does not start as root, e.g. in containers.
  ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
];

/**
 * Options of a page for a command. Every command starts with an empty profile: a service worker
 * would only load files in the background that are never used.
 */
export const COMMAND_PAGE = { serviceWorkers: 'block' } as const;

/** Enables WebGPU on the machine's GPU, even if the browser disables it by default. */
export const WEBGPU_SWITCHES = ['--enable-unsafe-webgpu', '--enable-features=Vulkan'];

/** True when the browser starts: a downloaded one may lack shared libraries. */
function starts(path: string): boolean {
  if (!existsSync(path)) return false;
  // On Windows, --version would open a window.
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}
