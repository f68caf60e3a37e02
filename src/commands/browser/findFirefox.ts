import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Commands of Firefox; Debian's is the extended support release. */
const COMMANDS = ['firefox-esr', 'firefox'];

const INSTALL_PATHS = [
  '/Applications/Firefox.app/Contents/MacOS/firefox',
  'C:\\Program Files\\Mozilla Firefox\\firefox.exe',
];

/**
 * Finds Firefox: MASKSCOPE_FIREFOX or an installed one.
 *
 * @returns its path; null if there is none
 */
export function findFirefox(): string | null {
  const named = process.env.MASKSCOPE_FIREFOX;
  if (named) return named;
  const folders = (process.env.PATH ?? '').split(delimiter);
  const onPath = COMMANDS.flatMap((command) => folders.map((folder) => join(folder, command)));
  return [...onPath, ...INSTALL_PATHS].find((path) => existsSync(path)) ?? null;
}
