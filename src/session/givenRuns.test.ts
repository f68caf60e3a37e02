import { beforeEach, expect, test } from 'vitest';
import type { NamedFile } from '../files/namedFile.ts';
import { Problem } from '../problem.ts';
import { type GivenRunFolder, GivenRuns } from './givenRuns.ts';

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
  async names() {
    if (this.problem) throw this.problem;
    return [...this.files.keys()];
  }
  async delete(names: readonly string[]) {
    for (const name of names) this.files.delete(name);
  }
}

const run = (name: string, text = name) => ({ name, data: new Blob([text]) });
const textOf = async (file: NamedFile | null) => file && (await file.data.text());

let folder: MemoryFolder;
let given: GivenRuns;

beforeEach(() => {
  folder = new MemoryFolder();
  given = new GivenRuns(folder);
});

test('a run is found by its name, also on a later visit', async () => {
  await given.add([run('dog.maskscope'), run('a b.maskscope')]);
  const later = new GivenRuns(folder);
  for (const shelf of [given, later]) {
    expect(await textOf(await shelf.find('dog.maskscope'))).toBe('dog.maskscope');
    expect(await shelf.find('cat.maskscope')).toBeNull();
  }
  await later.load();
  expect(later.store.getState().names).toEqual(['a b.maskscope', 'dog.maskscope']);
});

test('a later run of the same name replaces the former', async () => {
  await given.add([run('dog.maskscope', 'first')]);
  await given.add([run('dog.maskscope', 'second')]);
  expect(await textOf(await given.find('dog.maskscope'))).toBe('second');
  expect(given.store.getState().names).toEqual(['dog.maskscope']);
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
  expect(await given.find('cat.maskscope')).toBeNull();
  expect(given.store.getState()).toEqual({
    names: ['dog.maskscope'],
    problem: 'The runs cannot be kept. Allow site data.',
  });
});

test('a run that is removed is not found any more', async () => {
  await given.add([run('dog.maskscope'), run('cat.maskscope')]);
  await given.remove(['dog.maskscope']);
  expect(await given.find('dog.maskscope')).toBeNull();
  expect(given.store.getState().names).toEqual(['cat.maskscope']);
});
