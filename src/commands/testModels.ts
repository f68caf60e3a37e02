import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

/**
 * Checks models/ with ruff, pyright and pytest, in a virtual environment of the repository's own. It
 * is created on the first run, and again when pyproject.toml, which pins all versions, has changed.
 */
const ENVIRONMENT = '.venv';
const INSTALLED = join(ENVIRONMENT, 'installed.sha256');
const python = join(ENVIRONMENT, process.platform === 'win32' ? 'Scripts' : 'bin', 'python');

function run(command: string, args: readonly string[]): boolean {
  const { status, error } = spawnSync(command, args, { stdio: 'inherit' });
  if (!error && status === 0) return true;
  console.error(
    `${[command, ...args].join(' ')} failed: ${error?.message ?? `exit code ${status}`}`,
  );
  return false;
}

function install(): boolean {
  const wanted = createHash('sha256').update(readFileSync('pyproject.toml')).digest('hex');
  if (existsSync(INSTALLED) && readFileSync(INSTALLED, 'utf8') === wanted) return true;
  rmSync(ENVIRONMENT, { recursive: true, force: true });
  if (!run('python3', ['-m', 'venv', ENVIRONMENT])) {
    console.error('Debian has that module in python3-venv.');
    return false;
  }
  if (!run(python, ['-m', 'pip', 'install', '--quiet', '--editable', '.[checks]'])) return false;
  writeFileSync(INSTALLED, wanted);
  return true;
}

if (!install()) process.exit(1);
// All of them, so that one run shows everything that is wrong.
const passed = [
  ['ruff', 'check'],
  ['ruff', 'format', '--check'],
  ['pyright'],
  ['pytest', '-q'],
].map(([module = '', ...args]) => run(python, ['-m', module, ...args]));
if (passed.includes(false)) process.exit(1);
