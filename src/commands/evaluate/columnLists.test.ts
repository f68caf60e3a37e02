import { describe, expect, test } from 'vitest';
import { formatColumnList } from '../../results/columnList.ts';
import { optionsOf } from '../testing/testEvaluations.ts';

const lists = (...args: readonly string[]) => optionsOf(...args).columnLists.map(formatColumnList);

describe('columns without settings', () => {
  const names = ['--columns', 'original,x265,ours'];

  test('are in an experiment for each CRF, and ours has the CRF of x265', () => {
    expect(lists(...names)).toEqual(['orig,x265@45,ours@45']);
    expect(lists(...names, '--crf', '45,37')).toEqual([
      'orig,x265@37,ours@37',
      'orig,x265@45,ours@45',
    ]);
  });

  test('are in an experiment for each network, and each CRF of it', () => {
    expect(lists(...names, '--networks', 'compact,stcn', '--crf', '37,45')).toEqual([
      'orig,x265@37,ours@37',
      'orig,x265@45,ours@45',
      'orig:stcn,x265@37:stcn,ours@37:stcn',
      'orig:stcn,x265@45:stcn,ours@45:stcn',
    ]);
  });

  test('take the other settings from the options', () => {
    expect(lists(...names, '--keyint', '64', '--mask-quality', '60')).toEqual([
      'orig,x265@45k64,ours@45q60k64',
    ]);
    expect(lists(...names, '--ours', 'enhanced')).toEqual(['orig,x265@45,ours@45+vos']);
  });

  test('have the CRF that is found for a rate of x265’s video', () => {
    expect(lists(...names, '--target-bpp', '0.0209')).toEqual(['orig,x265@0.0209bpp,ours@same']);
  });
});

describe('columns with settings', () => {
  test('are in one experiment', () => {
    expect(lists('--columns', 'original,x265@45,ours@48,ours@-15%')).toEqual([
      'orig,x265@45,ours@48,ours@-15%',
    ]);
    expect(lists('--columns', 'x265@45,ours@same')).toEqual(['x265@45,ours@45']);
  });

  test('keep them, whatever the options', () => {
    const own = ['--columns', 'x265@45k8,ours@48q60+plain,ours@48'];
    expect(lists(...own, '--keyint', '64', '--mask-quality', '80')).toEqual([
      'x265@45,ours@48q60k64+plain,ours@48q80k64',
    ]);
    expect(lists('--columns', 'x265@45,ours@48q60,ours@40', '--ours', 'enhanced')).toEqual([
      'x265@45,ours@48q60,ours@40+vos',
    ]);
  });

  test('are beside those that take the CRFs of the option', () => {
    expect(lists('--columns', 'x265@45,ours', '--crf', '48,51')).toEqual([
      'x265@45,ours@48',
      'x265@45,ours@51',
    ]);
    expect(lists('--columns', 'x265@40,ours')).toEqual(['x265@40,ours@40']);
  });

  test('may be of several networks', () => {
    expect(lists('--columns', 'orig,orig:stcn,x265@45,x265@45:stcn')).toEqual([
      'orig,orig:stcn,x265@45,x265@45:stcn',
    ]);
  });
});

test('columns and experiments that are the same are computed once', () => {
  expect(lists('--columns', 'original', '--keyint', '64')).toEqual(['orig']);
  expect(lists('--columns', 'orig,original,x265@45,x265@45k8')).toEqual(['orig,x265@45']);
});

test.each([
  [['--columns', 'x265@45', '--crf', '37'], /--crf has no effect/],
  [['--columns', 'original', '--target-bpp', '0.02'], /--target-bpp has no effect/],
  [
    ['--columns', 'x265:stcn', '--networks', 'compact'],
    /--networks and --columns x265:stcn exclude/,
  ],
  [['--columns', 'orig,ours@-15%'], /--columns ours@-15% refers to x265/],
  [['--columns', 'ours', '--target-bpp', '0.02'], /--columns ours@same refers to x265/],
  [['--columns', 'truth'], /--columns truth: choose original, x265 and ours/],
  [['--columns', 'import'], /--columns import: choose/],
  [['--columns', 'x265@stream'], /--columns x265@stream: choose/],
  [['--columns', 'x265@52'], /“x265@52” has 52 out of range/],
])('%j is refused with a message that contains it', (args, message) => {
  expect(() => lists(...args)).toThrow(message);
});
