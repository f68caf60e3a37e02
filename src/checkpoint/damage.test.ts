import { expect, test } from 'vitest';
import { isProblem } from '../problem.ts';
import { readCheckpoint } from './checkpoint.ts';
import { matchTensors } from './matchTensors.ts';
import { readTensor } from './readTensor.ts';
import { stateDictOf } from './stateDict.ts';
import {
  fixtureBytes,
  fixtureNames,
  fixtureTensors,
  seededRandom,
} from './testing/testCheckpoints.ts';

const FILES = Object.keys(fixtureTensors);
const MUTATIONS_OF_A_FILE = 600;

/** Everything that the page does with a file. Damage to the elements alone cannot be detected. */
async function readAll(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<void> {
  const file = new Blob([bytes]);
  const state = stateDictOf(await readCheckpoint(file, name));
  for (const entry of state.tensors.values()) await readTensor(file, entry, name);
  matchTensors(state, fixtureTensors[name] ?? [], name);
}

async function problemOf(bytes: Uint8Array<ArrayBuffer>, name: string): Promise<string | null> {
  try {
    await readAll(bytes, name);
    return null;
  } catch (error) {
    if (!isProblem(error)) throw error;
    return error.message;
  }
}

test.each(FILES)('%s, truncated anywhere, is refused with its name', async (name) => {
  const bytes = fixtureBytes(name);
  for (let length = 0; length < bytes.length; length += 64) {
    const problem = await problemOf(bytes.slice(0, length), name);
    expect(problem?.startsWith(`${name} `), `${length} bytes: ${problem}`).toBe(true);
  }
  expect(await problemOf(bytes.slice(0, -1), name)).toContain(name);
  expect(await problemOf(bytes, name)).toBeNull();
});

test.each(fixtureNames)(
  '%s with random damage is either read or refused with a Problem',
  async (name) => {
    const original = fixtureBytes(name);
    const random = seededRandom(original.length);
    const below = (limit: number) => Math.floor(random() * limit);
    for (let round = 0; round < MUTATIONS_OF_A_FILE; round++) {
      const bytes = original.slice();
      for (let count = 1 + below(8); count > 0; count--) {
        // Mostly in the descriptions: at the start of legacy files, at both ends of archives.
        const reach = random() < 0.7 ? Math.min(bytes.length, 1500) : bytes.length;
        const position = random() < 0.5 ? below(reach) : bytes.length - 1 - below(reach);
        const extreme = [0, 0xff, 0x7f, 0x80][below(8)];
        bytes[position] = extreme ?? below(256);
      }
      await problemOf(bytes, name);
    }
  },
);
