import { existsSync } from 'node:fs';
import { defineConfig } from '@playwright/test';
import { BROWSER_SWITCHES, findBrowser } from '../src/commands/browser/findBrowser.ts';
import { SOFTWARE_WEBGPU_SWITCHES } from '../src/testing/softwareWebGpu.ts';

/** DAVIS frames next to the repository. Tests that need them are skipped if they are absent. */
export const DAVIS = '../shared/davis';

/** The folder of the build that the tests use. */
const APP = 'test-results/app';

const executablePath = findBrowser();

export default defineConfig({
  testDir: '.',
  outputDir: '../test-results',
  metadata: { app: APP },
  // Networks and x265 already use two cores.
  workers: 1,
  // Waits for computations end when nothing moves (`finished`); these limits are for tests that hang,
  // also on a machine with many times its load.
  timeout: 1_800_000,
  expect: { timeout: 300_000 },
  reporter: [['list']],
  use: {
    baseURL: 'http://localhost:4180',
    // Tests see and replace requests of pages; offline.spec.ts allows them.
    serviceWorkers: 'block',
    viewport: { width: 1280, height: 720 },
    // An impossible click fails early instead of using up the timeout of the test.
    actionTimeout: 120_000,
    launchOptions: {
      ...(executablePath ? { executablePath } : {}),
      args: [...BROWSER_SWITCHES, ...SOFTWARE_WEBGPU_SWITCHES],
    },
  },
  webServer: {
    command: `npx vite build --outDir ${APP} && npx vite preview --outDir ${APP} --port 4180 --strictPort`,
    cwd: '..',
    url: 'http://localhost:4180',
    timeout: 600_000,
    env: existsSync(DAVIS) ? { DAVIS_ROOT: DAVIS } : {},
  },
});
