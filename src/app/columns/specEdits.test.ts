import { expect, test } from 'vitest';
import { formatColumn, formatColumnList, parseColumn } from '../../results/columnList.ts';
import {
  NO_CONTEXT,
  withEnhancement,
  withKeyint,
  withMasks,
  withoutStream,
  withPictures,
  withRate,
  withStream,
} from './specEdits.ts';

const CONTEXT = { ...NO_CONTEXT, crf: 47 };

test('other frames take away what they cannot have', () => {
  const to = (text: string, source: Parameters<typeof withPictures>[1]) =>
    formatColumn(withPictures(parseColumn(text), source, CONTEXT));
  expect(to('ours@48:stcn', 'original')).toBe('orig:stcn');
  expect(to('ours@48', 'import')).toBe('import');
  expect(to('truth', 'x265')).toBe('x265@47+truth');
  expect(to('ours@-15%', 'stream')).toBe('ours@stream47');
  expect(to('ours@48q60k64', 'x265')).toBe('ours@48q60k64');
});

test('masks change their source and keep their network', () => {
  const to = (text: string, source: Parameters<typeof withMasks>[1]) =>
    formatColumn(withMasks(parseColumn(text), source, CONTEXT));
  expect(to('x265@45:stcn', 'coded')).toBe('ours@45+plain:stcn');
  expect(to('ours@48', 'vos')).toBe('ours@48+vos');
  expect(to('orig:stcn', 'truth')).toBe('truth');
});

test('a column that is ours no more has a CRF of its own', () => {
  const plain = parseColumn('ours@-15%+plain');
  expect(formatColumn(withMasks(plain, 'vos', CONTEXT))).toBe('x265@47');
  const enhanced = parseColumn('ours@same+vos');
  expect(formatColumn(withEnhancement(enhanced, false, CONTEXT))).toBe('x265@47');
  expect(formatColumn(withEnhancement(parseColumn('ours@-15%'), false, CONTEXT))).toBe(
    'ours@-15%+plain',
  );
});

test('rate and keyint belong to columns that are encoded here', () => {
  expect(formatColumn(withRate(parseColumn('ours@48'), { kind: 'same' }))).toBe('ours@same');
  expect(formatColumn(withKeyint(parseColumn('x265@45'), 64))).toBe('x265@45k64');
  expect(formatColumn(withKeyint(parseColumn('orig'), 64))).toBe('orig');
});

test('a stream is used by all columns that encode, and taken back', () => {
  const columns = ['orig', 'x265@40', 'ours@-15%q60'].map(parseColumn);
  const streamed = withStream(columns, [null, 40, 44]);
  expect(formatColumnList(streamed)).toBe('orig,x265@stream40,ours@stream44q60');
  expect(formatColumnList(withoutStream(streamed))).toBe('orig,x265@40,ours@44q60');
});
