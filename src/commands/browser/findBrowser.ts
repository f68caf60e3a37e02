import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
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
  return [...onPath, ...PLACES, chromium.executablePath()].find(starts) ?? null;
}

/** What to tell the user whose machine has no browser. */
export const NO_BROWSER =
  'No Chrome or Chromium was found. Install one, or run "npx playwright install chromium", or ' +
  'set MASKSCOPE_BROWSER to its path.';

/**
 * Switches for a browser without a screen. Background services are off, so that nothing but the
 * page talks to any network; WebGL, which draws the columns, may run in software.
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

/** WebGPU on a machine's own GPU, also where the browser does not offer it by itself. */
export const WEBGPU_SWITCHES = ['--enable-unsafe-webgpu', '--enable-features=Vulkan'];

/** With these, WebGPU is there on a machine without a GPU: correct, and very slow. */
export const SOFTWARE_WEBGPU_SWITCHES = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
];

/** A downloaded browser whose libraries are missing is there and executable, but does not start. */
function starts(path: string): boolean {
  if (!existsSync(path)) return false;
  // On Windows asking for the version opens a window instead.
  if (process.platform === 'win32') return true;
  return spawnSync(path, ['--version'], { stdio: 'ignore', timeout: 20_000 }).status === 0;
}
