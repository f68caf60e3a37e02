import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { timeOfficialScoring } from './officialScoring.ts';

const here = import.meta.dirname;

test('without masks nothing is measured, and the folders are reported', () => {
  const absent = join(tmpdir(), 'maskscope-no-such-folder');
  expect(timeOfficialScoring(absent, absent, 1, null)).toEqual({
    notMeasured: `${absent} or ${absent} does not exist.`,
  });
});

test('a folder that is not a checkout of the official tool is reported, with a solution', () => {
  expect(timeOfficialScoring(here, here, 1, here)).toEqual({
    notMeasured: expect.stringMatching(/bench contains no davis2017-evaluation\. .*--official DIR/),
  });
});
