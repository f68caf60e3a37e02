import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { parseColumn } from '../../results/columnList.ts';
import { RunsFolder, runFileName } from './runsFolder.ts';

let folder: string;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'runs-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

const DOG = { name: 'dog', columns: ['x265@45', 'ours@-15%:stcn'].map(parseColumn) };

test('a run is named after its sequence, and after its columns if there are several lists', () => {
  expect(runFileName(DOG, true)).toBe('dog.maskscope');
  expect(runFileName(DOG, false)).toBe('dog-x265@45,ours@-15%-stcn.maskscope');
});

test('a run is written completely or not at all, and replaces an earlier one', async () => {
  const runs = new RunsFolder(join(folder, 'talk'), true);
  await runs.prepare();
  await runs.save(DOG, Buffer.from('first'));
  await runs.save(DOG, Buffer.from('second'));
  expect(readdirSync(join(folder, 'talk'))).toEqual(['dog.maskscope']);
  expect(readFileSync(join(folder, 'talk', 'dog.maskscope'), 'utf8')).toBe('second');
});

test('a folder that cannot be written to is named', async () => {
  writeFileSync(join(folder, 'file'), '');
  const runs = new RunsFolder(join(folder, 'file'), true);
  await expect(runs.prepare()).rejects.toThrow(/file cannot be written to \(EEXIST\)\. Choose/);
});
