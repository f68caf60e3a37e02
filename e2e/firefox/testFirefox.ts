import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { startApp } from '../../src/commands/browser/appServer.ts';
import { findFirefox } from '../../src/commands/browser/findFirefox.ts';
import { makeEnvironment, pythonOf } from '../../src/commands/pythonEnvironment.ts';
import { runInChromium } from './runInChromium.ts';

/** Tests the built app in Firefox (README.md beside this file). */
const ENVIRONMENT = {
  folder: '.venv-firefox',
  pins: 'e2e/firefox/requirements.txt',
  packages: ['--requirement', 'e2e/firefox/requirements.txt'],
};

/** What the tests open: few frames, because all stages run in software here. */
const ADDRESS = '?seq=reef-crossing&frames=4&ep=wasm';

async function testFirefox(): Promise<boolean> {
  const firefox = findFirefox();
  if (!firefox) {
    console.error(
      'No Firefox was found. Install it (Debian: firefox-esr xvfb libpci3 libegl1 libgl1), or set ' +
        'MASKSCOPE_FIREFOX to its path.',
    );
    return false;
  }
  if (!makeEnvironment(ENVIRONMENT)) return false;
  const folder = mkdtempSync(join(tmpdir(), 'maskscope-firefox-'));
  const app = await startApp(undefined);
  try {
    const chromiumRun = join(folder, 'chromium.maskscope');
    writeFileSync(chromiumRun, await runInChromium(`${app.url}${ADDRESS}&live`));
    // Mozilla's packages use much that is deprecated.
    const quietly = ['-q', '-W', 'ignore::DeprecationWarning'];
    return await succeeds(pythonOf(ENVIRONMENT), ['-m', 'pytest', ...quietly, 'e2e/firefox'], {
      MASKSCOPE_FIREFOX: firefox,
      MASKSCOPE_URL: app.url,
      MASKSCOPE_BUILD: app.folder,
      MASKSCOPE_ADDRESS: ADDRESS,
      MASKSCOPE_CHROMIUM_RUN: chromiumRun,
    });
  } finally {
    await app.close();
    rmSync(folder, { recursive: true, force: true });
  }
}

/** Runs a command while this process serves the app. */
function succeeds(
  command: string,
  args: readonly string[],
  variables: Readonly<Record<string, string>>,
): Promise<boolean> {
  const child = spawn(command, args, { stdio: 'inherit', env: { ...process.env, ...variables } });
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code) => resolve(code === 0));
  });
}

if (!(await testFirefox())) process.exitCode = 1;
