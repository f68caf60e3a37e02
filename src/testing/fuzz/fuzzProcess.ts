// Runs in a process of its own, because a parser that hangs can only be ended with its process.
import { openSync, writeSync } from 'node:fs';
import { seededRandom } from '../../masks/seededRandom.ts';
import { mutate } from './mutate.ts';

/** What a process is to do. */
export interface FuzzTask {
  readonly parser: string;
  readonly inputs: number;
  readonly seed: number;
  /** Path of a file to which the number of the input that is being read is written. */
  readonly position: string;
}

/** What a process has found. */
export interface FuzzReport {
  readonly accepted: number;
  readonly refused: number;
  /** Errors other than a `Problem`. */
  readonly unnamed: readonly { readonly input: number; readonly error: string }[];
  /** Growth of the process's peak of memory while it read the inputs. */
  readonly mebibytes: number;
}

// What Vite defines in the app.
Object.assign(globalThis, { __PACKAGE_VERSIONS__: {}, __COMMIT__: null });
const { FUZZED_PARSERS } = await import('./parsers.ts');

const MOST_ERRORS = 5;

async function run({ parser, inputs, seed, position }: FuzzTask): Promise<FuzzReport> {
  const fuzzed = FUZZED_PARSERS[parser];
  if (!fuzzed) throw new Error(`there is no parser of ${parser}`);
  const seeds = await fuzzed.seeds();
  for (const file of seeds) await fuzzed.parse(Uint8Array.from(file));
  const file = openSync(position, 'w');
  const peakBefore = process.resourceUsage().maxRSS;
  const unnamed: { input: number; error: string }[] = [];
  let accepted = 0;
  let refused = 0;
  for (let input = 0; input < inputs && unnamed.length < MOST_ERRORS; input++) {
    writeSync(file, String(input).padStart(9), 0);
    const random = seededRandom(seed + input);
    const damaged = mutate(seeds[input % seeds.length] as Uint8Array, random);
    if (random() < 0.7) fuzzed.repair?.(damaged);
    try {
      await fuzzed.parse(damaged);
      accepted += 1;
    } catch (error) {
      refused += 1;
      if (error instanceof Error && error.name === 'Problem') continue;
      unnamed.push({ input, error: error instanceof Error ? (error.stack ?? '') : String(error) });
    }
  }
  const mebibytes = (process.resourceUsage().maxRSS - peakBefore) / 1024;
  return { accepted, refused, unnamed, mebibytes };
}

process.once('message', async (task: FuzzTask) => {
  // Readers of containers log what they cannot read.
  console.warn = console.error = console.log = () => {};
  process.send?.(await run(task));
  process.disconnect();
});
