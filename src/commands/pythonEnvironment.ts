import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/** A virtual environment of the repository's own. */
export interface PythonEnvironment {
  /** Its folder, which git ignores. */
  readonly folder: string;
  /** The file that pins the versions of its packages. It is made again when that has changed. */
  readonly pins: string;
  /** What pip is told to install. */
  readonly packages: readonly string[];
}

/** The path of the environment's Python. */
export function pythonOf({ folder }: Pick<PythonEnvironment, 'folder'>): string {
  return join(folder, process.platform === 'win32' ? 'Scripts' : 'bin', 'python');
}

/** Makes the environment, unless it is there. Prints why if that fails. @returns whether it is there */
export function makeEnvironment(environment: PythonEnvironment): boolean {
  const { folder, pins, packages } = environment;
  const wanted = createHash('sha256').update(readFileSync(pins)).digest('hex');
  const installed = join(folder, 'installed.sha256');
  if (existsSync(installed) && readFileSync(installed, 'utf8') === wanted) return true;
  rmSync(folder, { recursive: true, force: true });
  if (!runCommand('python3', ['-m', 'venv', folder])) {
    console.error('Debian has that module in python3-venv.');
    return false;
  }
  const python = pythonOf(environment);
  if (!runCommand(python, ['-m', 'pip', 'install', '--quiet', ...packages])) return false;
  writeFileSync(installed, wanted);
  return true;
}

/** Runs a command, whose output is ours. Prints why if it fails. @returns whether it succeeded */
export function runCommand(command: string, args: readonly string[]): boolean {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (!error && status === 0) return true;
  console.error(
    `${[command, ...args].join(' ')} failed: ${error?.message ?? `exit code ${status}`}`,
  );
  return false;
}
