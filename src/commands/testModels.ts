import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Runs the Python tests of models/ in a virtual environment of the repository's own, which it makes
 * at the first run with the versions that models/requirements.txt pins.
 */
const ENVIRONMENT = '.venv';
const python = join(ENVIRONMENT, process.platform === 'win32' ? 'Scripts' : 'bin', 'python');

function run(command: string, args: readonly string[]): void {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (error || status !== 0) {
    const reason = error?.message ?? `exit code ${status}`;
    console.error(`${[command, ...args].join(' ')} failed: ${reason}`);
    if (args.includes('venv')) console.error('Debian has that module in python3-venv.');
    process.exit(1);
  }
}

function hasPip(): boolean {
  return spawnSync(python, ['-m', 'pip', '--version'], { stdio: 'ignore' }).status === 0;
}

// An environment without pip is what a missing python3-venv leaves behind.
if (!hasPip()) {
  rmSync(ENVIRONMENT, { recursive: true, force: true });
  run('python3', ['-m', 'venv', ENVIRONMENT]);
}
run(python, ['-m', 'pip', 'install', '--quiet', '-r', 'models/requirements.txt']);
run(python, ['-m', 'pytest', '-q', 'models/tests']);
