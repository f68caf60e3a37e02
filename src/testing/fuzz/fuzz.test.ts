import { fork } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FuzzReport, FuzzTask } from './fuzzProcess.ts';

/** `npm run fuzz` reads a hundred thousand of each. */
const INPUTS = Number(process.env.FUZZ_INPUTS ?? 400);
/** Under load, in the tests, a single input may take longer than on an idle machine. */
const SECONDS = Number(process.env.FUZZ_SECONDS ?? 60);
const SEED = Number(process.env.FUZZ_SEED ?? 20_261_130);
/** Far above what the small files justify, and far below what a damaged count asks for. */
const MOST_MEBIBYTES = 1024;

const PARSERS = [
  ...['pictures', 'masks', 'y4m', 'hevc', 'hevc blocks', 'vvc', 'matroska', 'mp4', 'checkpoints'],
  ...['mask streams', 'run files', 'archives', 'result files', 'addresses'],
];

describe(`${INPUTS} damaged inputs`, () => {
  it.each(PARSERS)(
    'of %s cause no hang, no error without a name and no excessive memory',
    async (parser) => {
      const { accepted, refused, unnamed, mebibytes } = await fuzz(parser);
      expect(unnamed).toEqual([]);
      expect(accepted + refused).toBe(INPUTS);
      expect(mebibytes).toBeLessThan(MOST_MEBIBYTES);
      if (process.env.FUZZ_INPUTS !== undefined) {
        const memory = `${mebibytes.toFixed()} MiB`;
        console.log(`${parser}: ${accepted} accepted, ${refused} refused, ${memory}`);
      }
    },
    7_200_000,
  );
});

async function fuzz(parser: string): Promise<FuzzReport> {
  const folder = mkdtempSync(join(tmpdir(), 'maskscope-fuzz-'));
  const position = join(folder, 'position');
  writeFileSync(position, '');
  const script = join(import.meta.dirname, 'fuzzProcess.ts');
  const child = fork(script, { execArgv: ['--import', 'tsx'] });
  let timer: ReturnType<typeof setInterval> | undefined;
  try {
    return await new Promise<FuzzReport>((resolve, reject) => {
      let last = '';
      let since = Date.now();
      timer = setInterval(() => {
        const now = readFileSync(position, 'utf8').trim();
        if (now !== last) {
          last = now;
          since = Date.now();
        } else if (now !== '' && Date.now() - since > SECONDS * 1000) {
          reject(new Error(`input ${now} of ${parser} hangs`));
        }
      }, 100);
      child.once('message', (report) => resolve(report as FuzzReport));
      child.once('error', reject);
      child.once('exit', (code) => reject(new Error(`the process of ${parser} ended: ${code}`)));
      child.send({ parser, inputs: INPUTS, seed: SEED, position } satisfies FuzzTask);
    });
  } finally {
    clearInterval(timer);
    child.kill('SIGKILL');
    rmSync(folder, { recursive: true, force: true });
  }
}
