import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import type { NamedFile } from '../files/namedFile.ts';
import { Problem } from '../problem.ts';
import { type GivenRunFolder, GivenRuns, PrivateRunFolder } from './givenRuns.ts';

/** A folder in memory; `problem` is what it answers with. */
class MemoryFolder implements GivenRunFolder {
  readonly files = new Map<string, Blob>();
  problem: Problem | null = null;

  async put({ name, data }: NamedFile) {
    if (this.problem) throw this.problem;
    this.files.set(name, data);
  }
  async open(name: string) {
    if (this.problem) throw this.problem;
    return this.files.get(name) ?? null;
  }
  async list() {
    if (this.problem) throw this.problem;
    return [...this.files].map(([name, { size }]) => ({ name, bytes: size }));
  }
  async delete(names: readonly string[]) {
    if (this.problem) throw this.problem;
    for (const name of names) this.files.delete(name);
  }
}

const run = (name: string, text = name) => ({ name, data: new Blob([text]) });
const textOf = async (file: NamedFile | null) => file && (await file.data.text());

const namesOn = (shelf: GivenRuns) => shelf.store.getState().files.map(({ name }) => name);

let folder: MemoryFolder;
let given: GivenRuns;

beforeEach(() => {
  folder = new MemoryFolder();
  given = new GivenRuns(folder);
});
afterEach(() => vi.unstubAllGlobals());

test('a run is found by its name, also on a later visit', async () => {
  await given.add([run('dog.maskscope'), run('a b.maskscope')]);
  const later = new GivenRuns(folder);
  for (const shelf of [given, later]) {
    expect(await textOf(await shelf.find('dog.maskscope'))).toBe('dog.maskscope');
    expect(await shelf.find('cat.maskscope')).toBeNull();
  }
  await later.load();
  expect(later.store.getState().files).toEqual([
    { name: 'a b.maskscope', bytes: 13 },
    { name: 'dog.maskscope', bytes: 13 },
  ]);
});

test('a later run of the same name replaces the former', async () => {
  await given.add([run('dog.maskscope', 'first')]);
  await given.add([run('dog.maskscope', 'second')]);
  expect(await textOf(await given.find('dog.maskscope'))).toBe('second');
  expect(namesOn(given)).toEqual(['dog.maskscope']);
});

test('an address with a folder or of another file names no given run', async () => {
  await given.add([run('dog.maskscope'), run('dog.zip')]);
  expect(await given.find('/samples/dog.maskscope')).toBeNull();
  expect(await given.find('dog.zip')).toBeNull();
});

test('where nothing can be stored, runs are found until the page is closed, and the user is told', async () => {
  folder.problem = new Problem('The runs cannot be kept.', 'Allow site data.');
  await given.add([run('dog.maskscope')]);
  expect(await textOf(await given.find('dog.maskscope'))).toBe('dog.maskscope');
  expect(given.store.getState()).toEqual({
    files: [{ name: 'dog.maskscope', bytes: 13 }],
    problem: 'The runs cannot be kept. Allow site data.',
  });
});

test('a run that is removed is not found any more', async () => {
  await given.add([run('dog.maskscope'), run('cat.maskscope')]);
  await given.remove(['dog.maskscope']);
  expect(await given.find('dog.maskscope')).toBeNull();
  expect(namesOn(given)).toEqual(['cat.maskscope']);
});

test('a storage that does not answer is told from a run that is not here', async () => {
  await given.add([run('dog.maskscope')]);
  const later = new GivenRuns(folder);
  folder.problem = new Problem('No.', 'Wait.');
  await expect(later.find('dog.maskscope')).rejects.toThrow(
    'The run dog.maskscope could not be looked for: the browser’s storage does not answer.',
  );
});

test('a run that cannot be deleted is still listed, and the user is told', async () => {
  await given.add([run('dog.maskscope')]);
  const later = new GivenRuns(folder);
  await later.load();
  vi.spyOn(folder, 'delete').mockRejectedValue(
    new Problem('It is in use.', 'Close the other tab.'),
  );
  await later.remove(['dog.maskscope']);
  expect(namesOn(later)).toEqual(['dog.maskscope']);
  expect(later.store.getState().problem).toContain('It is in use.');
});

test('a browser without a file system of its own is not told to leave private browsing', async () => {
  vi.stubGlobal('navigator', {});
  const shelf = new GivenRuns(new PrivateRunFolder());
  await shelf.add([run('dog.maskscope')]);
  expect(shelf.store.getState().problem).toBe(
    'The runs of a talk or lesson cannot be kept: this browser has no file system of its own for ' +
      'pages (OPFS). Use a current Chrome, Edge or Firefox. ' +
      'Until then, they can be shown until this page is closed.',
  );
  expect(await textOf(await shelf.find('dog.maskscope'))).toBe('dog.maskscope');
});
