import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { timeOfficialScoring } from './officialScoring.ts';

const here = import.meta.dirname;

test('without masks nothing is measured, and the missing folders are named', () => {
  const absent = join(tmpdir(), 'maskscope-no-such-folder');
  expect(timeOfficialScoring(absent, absent, 1, null)).toEqual({
    notMeasured: `${absent} or ${absent} is not here.`,
  });
});

test('a folder that is no checkout of the official tool is named, with what to do', () => {
  expect(timeOfficialScoring(here, here, 1, here)).toEqual({
    notMeasured: expect.stringMatching(/bench holds no davis2017-evaluation\. .*--official DIR/),
  });
});
