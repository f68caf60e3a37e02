import { describe, expect, test } from 'vitest';
import { madeUpColumn, madeUpProvenance } from '../testing/madeUpResults.ts';
import { formatColumn } from './columnList.ts';
import { parseResultFile } from './resultFile.ts';
import { readStoredResult } from './storedResult.ts';

/** A result in the format of versions 2 and 3. */
function formerResult({ configuration = {}, provenance = {}, columns = {} } = {}) {
  const column = (crf: number | null) => {
    const { spec: _, foundRate: __, commandLine: ___, ...figures } = madeUpColumn({ crf });
    return figures;
  };
  return {
    name: 'dog',
    frames: 10,
    size: { width: 854, height: 480 },
    frameRate: 25,
    configuration: {
      ...{ crf: 45, targetBpp: null, keyint: 8, network: 'stcn', memoryFrames: 5 },
      ...{ ours: 'coded', maskQuality: 60, frameLimit: 10 },
      ...configuration,
    },
    // Not in the order of the screen.
    columns: { ours: column(45), x265: column(45), original: column(null), ...columns },
    provenance: { ...madeUpProvenance(), commandLine: 'ffmpeg -i input', ...provenance },
  };
}

function read(former: unknown, version = 3) {
  const file = { version, environment: {}, sequences: [former], failures: [] };
  const [result] = parseResultFile(JSON.stringify(file), 'a.json').sequences;
  if (!result) throw new Error('the file has one result');
  return result;
}

const shortForms = (former: unknown, version?: number) =>
  read(former, version).columns.map(({ spec }) => formatColumn(spec));

test('columns are put in the order of the screen, each with its specification', () => {
  expect(shortForms(formerResult())).toEqual(['orig:stcn', 'x265@45:stcn', 'ours@45q60:stcn']);
});

test('all figures stay, and common settings move to the result', () => {
  const result = read(formerResult());
  expect(result).toMatchObject({ frameLimit: 10, memoryFrames: 5, frames: 10 });
  expect(result).not.toHaveProperty('configuration');
  const { spec: _, ...x265 } = result.columns[1] ?? {};
  const { spec: __, ...made } = madeUpColumn({ commandLine: 'ffmpeg -i input' });
  expect(x265).toEqual(made);
});

test('the command line is that of the columns that were encoded here', () => {
  const result = read(formerResult());
  expect(result.columns.map(({ commandLine }) => commandLine)).toEqual([
    null,
    'ffmpeg -i input',
    'ffmpeg -i input',
  ]);
  expect(result.provenance).toEqual(madeUpProvenance());
});

test('a CRF that was found for a rate is that of x265, and ours has the same', () => {
  const former = formerResult({ configuration: { targetBpp: 0.0209, keyint: 64 } });
  expect(shortForms(former)).toEqual([
    'orig:stcn',
    'x265@0.0209bppk64:stcn',
    'ours@sameq60k64:stcn',
  ]);
  const [, x265, ours] = read(former).columns;
  expect(x265).toMatchObject({ crf: 45, foundRate: { reached: true, against: null } });
  expect(ours?.foundRate?.against).toEqual(x265?.spec);
});

describe('a user-supplied stream', () => {
  const givenFiles = [{ role: 'x265 stream', name: 'dog.mkv', sha256: '11' }];
  const provenance = { givenFiles, commandLine: null };

  test('is not encoded here, even if it contains its CRF', () => {
    const former = formerResult({ provenance, configuration: { crf: 30, maskQuality: null } });
    expect(shortForms(former).slice(1)).toEqual(['x265@stream30:stcn', 'ours@stream30:stcn']);
    expect(read(former).columns[2]?.spec.masks).toMatchObject({ source: 'coded', quality: null });
  });

  test('without its hash is known by the missing CRF', () => {
    const columns = { x265: { ...formerResult().columns.x265, crf: null } };
    const former = formerResult({ columns, provenance: { commandLine: null } });
    expect(shortForms(former)[1]).toBe('x265@stream:stcn');
  });
});

test('in version 2, ours has VOS on enhanced frames', () => {
  const former = formerResult();
  const { ours: _, maskQuality: __, memoryFrames: ___, ...configuration } = former.configuration;
  expect(shortForms({ ...former, configuration }, 2)[2]).toBe('ours@45+vos:stcn');
});

test('an import stays with its title', () => {
  const columns = { imported: { ...formerResult().columns.original, title: 'VVenC' } };
  const imported = read(formerResult({ columns })).columns[3];
  expect(imported).toMatchObject({ title: 'VVenC', spec: { pictures: { source: 'import' } } });
});

test('failures keep their network and CRF in the text', () => {
  const failures = [
    { name: 'dog', crf: 45, network: 'stcn', problem: 'The page crashed.' },
    { name: 'libby', crf: null, problem: 'It has no mask.' },
  ];
  const file = { version: 3, environment: {}, sequences: [], failures };
  expect(parseResultFile(JSON.stringify(file), 'a.json').failures).toEqual([
    { name: 'dog', columns: null, problem: 'stcn, CRF 45: The page crashed.' },
    { name: 'libby', columns: null, problem: 'It has no mask.' },
  ]);
});

test.each([2, 3])('entries of version %i in the database are converted', (version) => {
  const kept = readStoredResult({ key: 'old', savedAt: 1, version, result: formerResult() });
  expect(kept?.result).toEqual(read(formerResult()));
});

test('a result of an unknown network is refused', () => {
  expect(() => read(formerResult({ configuration: { network: 'deeplab' } }))).toThrow(
    /a\.json is damaged: .*is not a VOS network/s,
  );
});
