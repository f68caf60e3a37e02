import { makeEnvironment, pythonOf, runCommand } from './pythonEnvironment.ts';

/** Checks models/ with ruff, pyright and pytest, and the tests of e2e/firefox/ with ruff. */
const ENVIRONMENT = {
  folder: '.venv',
  pins: 'pyproject.toml',
  packages: ['--editable', '.[checks]'],
};

if (!makeEnvironment(ENVIRONMENT)) process.exit(1);
// All of them, so that one run shows everything that is wrong.
const passed = [
  ['ruff', 'check'],
  ['ruff', 'format', '--check'],
  ['pyright'],
  ['pytest', '-q'],
].map(([module = '', ...args]) => runCommand(pythonOf(ENVIRONMENT), ['-m', module, ...args]));
if (passed.includes(false)) process.exit(1);
