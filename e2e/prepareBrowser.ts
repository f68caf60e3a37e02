import { spawnSync } from 'node:child_process';
import { findBrowser, NO_BROWSER } from '../src/commands/browser/findBrowser.ts';

/**
 * Ensures that the tests have a browser: an installed Chrome or Chromium, else Playwright's
 * download, else Debian's package if run as root.
 *
 * @returns whether there is one
 */
function prepareBrowser(): boolean {
  const attempts: readonly (readonly [string, readonly string[]])[] = [
    ['npx', ['playwright', 'install', 'chromium']],
    ['apt-get', ['update', '-qq']],
    ['apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium']],
  ];
  for (const [command, args] of attempts) {
    if (findBrowser()) return true;
    if (command === 'apt-get' && process.getuid?.() !== 0) continue;
    console.log(`No browser yet: trying ${[command, ...args].join(' ')}`);
    spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'], timeout: 300_000 });
  }
  return findBrowser() !== null;
}

if (!prepareBrowser()) {
  console.error(NO_BROWSER);
  process.exitCode = 1;
}
