import { describe, expect, test } from 'vitest';
import { formatColumn, formatColumnList, parseColumn, parseColumnList } from './columnList.ts';
import { columnSentence, oursColumn, PUBLISHED_COLUMNS, x265Column } from './columnSpec.ts';

describe('the short form of columns', () => {
  test('the published figure', () => {
    expect(formatColumnList(PUBLISHED_COLUMNS)).toBe('truth,orig,x265@45,ours@48');
  });

  test.each([
    'truth',
    'orig',
    'orig:stcn',
    'x265@37',
    'x265@45k64:aot',
    'x265@0.02bpp',
    'x265@stream',
    'x265@stream40',
    'x265@45+truth',
    'ours@48',
    'ours@48q60',
    'ours@48q60k1:compact-retrained',
    'ours@same',
    'ours@-15%',
    'ours@-24.5%k250',
    'ours@45+vos',
    'ours@45q60+plain',
    'import',
    'import:stcn',
  ])('%s is read back as it was written', (text) => {
    expect(formatColumn(parseColumn(text))).toBe(text);
  });

  test('default settings may be named', () => {
    expect(parseColumn('ours@48q43k8:compact')).toEqual(oursColumn());
    expect(parseColumn('x265')).toEqual(x265Column());
    expect(parseColumn('original')).toEqual(parseColumn('orig'));
  });

  test.each([
    ['y265@45', /“y265@45” is not a column/],
    ['x265@52', /has 52 out of range. Choose a whole number from 0 to 51/],
    ['x265@-15%', /has no rate that x265 can have/],
    ['ours@-100%', /has no rate that ours can have/],
    ['orig@45', /has a rate. Only x265 and ours have one/],
    ['orig+vos', /cannot have \+vos/],
    ['x265@45q60', /has no coded masks/],
    ['ours@45:stcm', /unknown network. The networks are compact, /],
    ['x265@stream45k8', /is not encoded/],
  ])('%s is refused', (text, message) => {
    expect(() => parseColumn(text)).toThrow(message);
  });

  test('an entry that makes no sense leaves the others standing', () => {
    const [first, second, third] = parseColumnList('truth, x265@99,ours@48');
    expect(first).toHaveProperty('spec');
    expect(second).toMatchObject({ text: 'x265@99', problem: { name: 'Problem' } });
    expect(third).toHaveProperty('spec');
  });
});

test('a column as a sentence', () => {
  expect(columnSentence(x265Column())).toBe('x265 · CRF 45 · keyint 8 · Compact VOS');
  expect(columnSentence(oursColumn({ kind: 'fewer', percent: 15 }))).toBe(
    'x265 · 15% fewer bits than x265 · keyint 8 · enhanced · coded masks of quality 43 · Compact VOS',
  );
});
