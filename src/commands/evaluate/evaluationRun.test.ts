import { PassThrough } from 'node:stream';
import { expect, test } from 'vitest';
import { madeUpResult, optionsOf, plannedAt } from '../testing/testEvaluations.ts';
import { EvaluationRecord } from './evaluationRecord.ts';
import { EvaluationRun } from './evaluationRun.ts';
import { ProgressLine } from './progressLine.ts';

test('warnings of a sequence are printed once before it runs, and not if it does not run', async () => {
  const printed = new PassThrough();
  const ran: string[] = [];
  const experiments = plannedAt(['dog', 'libby'], 42, 45);
  await new EvaluationRun({
    page: {
      run: async (name, columns) => {
        ran.push(`${name}, printed: ${String(printed.read() ?? '')}`);
        return madeUpResult(name, columns[0] === experiments[0]?.columns[0] ? 42 : 45);
      },
      runFile: async () => Buffer.alloc(0),
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
    record: new EvaluationRecord(null),
    runs: null,
    masks: null,
    line: new ProgressLine(printed),
    save: async () => {},
  }).run();
  const [first = '', second = ''] = ran;
  expect(first).toBe('dog, printed: dog: Pictures are missing.\ndog: So are masks.\n');
  expect(second).not.toContain('missing');
  expect(String(printed.read())).not.toContain('missing');
});
