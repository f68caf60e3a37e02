import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assertWritable, readCommandFile, writeCommandFile } from './commandFiles.ts';

let folder: string;
let file: string;
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'maskscope-files-'));
  file = join(folder, 'a.txt');
  writeFileSync(file, 'text');
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

describe('a file of a command', () => {
  it('is read, or the reason is given in words', async () => {
    expect(Buffer.from(await readCommandFile(file)).toString()).toBe('text');
    await expect(readCommandFile(folder)).rejects.toThrow(
      `${folder} cannot be read: it is a folder.`,
    );
    const missing = join(folder, 'missing');
    await expect(readCommandFile(missing)).rejects.toThrow(
      `${missing} cannot be read: it does not exist.`,
    );
    await expect(readCommandFile(join(file, 'in'))).rejects.toThrow('it does not exist');
  });

  it('is written, or the reason is given in words', async () => {
    const inNothing = join(folder, 'nowhere', 'b.txt');
    for (const write of [assertWritable, (path: string) => writeCommandFile(path, '')]) {
      await expect(write(inNothing)).rejects.toThrow(
        `${inNothing} cannot be written: there is no folder ${join(folder, 'nowhere')}.`,
      );
      await expect(write(folder)).rejects.toThrow(`${folder} cannot be written: it is a folder.`);
    }
    await assertWritable(join(folder, 'c.txt'));
    expect(existsSync(join(folder, 'c.txt'))).toBe(false);
  });
});

describe('commands', () => {
  /** What a command prints as its error, and its exit code. */
  function failing(name: string, ...args: string[]) {
    const script = ['tsx', `src/commands/${name}.ts`, ...args];
    const { status, stderr, stdout } = spawnSync('npx', script, { encoding: 'utf8' });
    return { status, stdout, error: stderr.trim() };
  }

  it.each([
    ['masks', ['encode', 'FOLDER', 'FOLDER']],
    ['masks', ['info', 'FOLDER']],
    ['report', ['FOLDER']],
    ['report', ['FOLDER/missing.json']],
    ['score', ['--annotations', 'FOLDER', '--predictions', 'FOLDER', '--out', 'FOLDER/no/a.json']],
  ])('%s explains what is wrong with %j in words', (name, args) => {
    const { status, error } = failing(name, ...args.map((arg) => arg.replace('FOLDER', folder)));
    expect(status).toBe(2);
    expect(error).not.toMatch(/EISDIR|ENOENT|Error:|\n +at /);
    expect(error).toContain(folder);
  });
});
