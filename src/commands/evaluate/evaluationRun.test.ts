import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { madeUpFile, madeUpResult, optionsOf, plannedAt } from '../testing/testEvaluations.ts';
import type { TargetRates } from './environment.ts';
import { EvaluationRecord } from './evaluationRecord.ts';
import { EvaluationRun } from './evaluationRun.ts';
import { experimentsOf } from './experiments.ts';
import { ProgressLine } from './progressLine.ts';

/**
 * Runs an evaluation of dog and libby at a target rate, on a page that finds CRF 43 and then throws
 * an AbortError.
 */
async function runInterrupted(record: EvaluationRecord) {
  const saved: TargetRates[] = [];
  const searches: string[] = [];
  const options = optionsOf('--target-bpp', '0.02');
  const { columnLists } = options;
  const experiments = experimentsOf({ names: ['dog', 'libby'], columnLists });
  const run = new EvaluationRun({
    page: {
      findCrf: async (name) => {
        searches.push(name);
        return { crf: 43, bpp: 0.0201, reached: true, tried: [] };
      },
      run: async () => {
        throw new DOMException('It was ended.', 'AbortError');
      },
      masks: async () => Buffer.alloc(0),
      part: async () => null,
      renew: async () => {},
    },
    options,
    experiments,
    waiting: experiments,
    frames: new Map(),
    warnings: new Map(),
    inputOf: async (name) => `input of ${name}`,
    record,
    masks: null,
    line: new ProgressLine(new PassThrough()),
    save: async () => {
      saved.push(record.targetRates);
    },
  }).run();
  await expect(run).rejects.toThrow('It was ended.');
  return { saved, searches };
}

const RATE = { crf: 43, bpp: 0.0201, reached: true, input: 'input of dog' };

test('a CRF that was found is saved before its experiment has run', async () => {
  const { saved, searches } = await runInterrupted(new EvaluationRecord(null));
  expect(searches).toEqual(['dog']);
  expect(saved).toEqual([{ dog: RATE }]);
});

test('a CRF that was found is not searched again', async () => {
  const { searches } = await runInterrupted(new EvaluationRecord(null, { dog: RATE }));
  expect(searches).toEqual([]);
});

test('a CRF that an older version found for unknown pictures is searched again', async () => {
  const rate = { ...RATE, input: null };
  const other = madeUpFile(optionsOf('--target-bpp', '0.02'), ['dog'], [madeUpResult('dog', 44)]);
  for (const earlier of [null, other]) {
    const { searches } = await runInterrupted(new EvaluationRecord(earlier, { dog: rate }));
    expect(searches).toEqual(['dog']);
  }
});

test('a CRF that an older version found is kept if a result contains its pictures', async () => {
  const results = [madeUpResult('dog', 43)];
  const earlier = madeUpFile(optionsOf('--target-bpp', '0.02'), ['dog', 'libby'], results);
  const record = new EvaluationRecord(earlier, { dog: { ...RATE, input: null } });
  expect(record.targetRates).toEqual({ dog: RATE });
  const { searches } = await runInterrupted(record);
  expect(searches).toEqual([]);
});

test('warnings of a sequence are printed once before it runs, and not if it does not run', async () => {
  const printed = new PassThrough();
  const ran: string[] = [];
  const experiments = plannedAt(['dog', 'libby'], 42, 45);
  await new EvaluationRun({
    page: {
      findCrf: async () => {
        throw new Error('no target rate is set');
      },
      run: async (name, columns) => {
        ran.push(`${name}, printed: ${String(printed.read() ?? '')}`);
        return madeUpResult(name, columns[0] === experiments[0]?.columns[0] ? 42 : 45);
      },
      masks: async () => Buffer.alloc(0),
      part: async () => null,
      renew: async () => {},
    },
    options: optionsOf('--crf', '42,45'),
    experiments,
    waiting: experiments.filter(({ name }) => name === 'dog'),
    frames: new Map(),
    warnings: new Map([
      ['dog', ['Pictures are missing.', 'So are masks.']],
      ['libby', ['Pictures are missing.']],
    ]),
    inputOf: async (name) => `input of ${name}`,
    record: new EvaluationRecord(null),
    masks: null,
    line: new ProgressLine(printed),
    save: async () => {},
  }).run();
  const [first = '', second = ''] = ran;
  expect(first).toBe('dog, printed: dog: Pictures are missing.\ndog: So are masks.\n');
  expect(second).not.toContain('missing');
  expect(String(printed.read())).not.toContain('missing');
});
