import { expect, test } from 'vitest';
import { formatColumnList, parseColumnList } from '../results/columnList.ts';
import { PUBLISHED_COLUMNS } from '../results/columnSpec.ts';
import { formatAddress, parseAddress } from './address.ts';

const columnsOf = (search: string) => formatColumnList(parseAddress(search).configuration.columns);

const DEFAULTS = { memoryFrames: null, provider: 'auto', frameLimit: null } as const;

test('an address names the sequence, the columns and the frame', () => {
  const { configuration, ...place } = parseAddress(
    '?seq=soapbox&cols=truth,orig,x265@45,ours@48q60&frame=40',
  );
  expect(place).toEqual({
    ...{ sequence: 'soapbox', frame: 40, isLive: false, run: null },
    ...{ lesson: null, isEmbedded: false },
    problems: [],
  });
  expect(formatColumnList(configuration.columns)).toBe('truth,orig,x265@45,ours@48q60');
});

test('without columns and frame, the published figure opens on a frame that is chosen later', () => {
  expect(parseAddress('?seq=dog')).toEqual({
    sequence: 'dog',
    frame: null,
    configuration: { columns: PUBLISHED_COLUMNS, ...DEFAULTS },
    isLive: false,
    run: null,
    lesson: null,
    isEmbedded: false,
    problems: [],
  });
});

test('earlier addresses keep their meaning', () => {
  expect(columnsOf('?seq=soapbox&crf=45&frame=40')).toBe('truth,orig,x265@45,ours@45');
  expect(columnsOf('?crf=37&keyint=25')).toBe('truth,orig,x265@37k25,ours@37k25');
  expect(columnsOf('?vos=stcn')).toBe('truth,orig:stcn,x265@45:stcn,ours@45:stcn');
  expect(columnsOf('?crf=45&masks=60')).toBe('truth,orig,x265@45,ours@45q60');
  expect(columnsOf('?crf=45&ours=enhanced')).toBe('truth,orig,x265@45,ours@45+vos');
});

test('values out of range are clamped, and invalid values become the default', () => {
  const search = '?crf=99&keyint=0&frame=-3&ep=cuda&frames=1&ours=both&masks=q&vos=gpt&memory=x';
  const { configuration, frame } = parseAddress(search);
  expect(formatColumnList(configuration.columns)).toBe('truth,orig,x265@51k1,ours@51k1');
  expect(configuration).toMatchObject({ ...DEFAULTS, frameLimit: 3 });
  expect(frame).toBeNull();
});

test('a column that makes no sense is named, and the others stand', () => {
  const { configuration, problems } = parseAddress('?cols=orig,x264@45,ours@-15%,x265@99');
  expect(formatColumnList(configuration.columns)).toBe('orig,ours@-15%');
  expect(problems).toEqual([
    expect.stringContaining('“x264@45” is not a column'),
    expect.stringContaining('“x265@99” has 99 out of range'),
  ]);
});

test('with no column that makes sense, the published figure is shown', () => {
  const { configuration, problems } = parseAddress('?cols=,av1');
  expect(configuration.columns).toBe(PUBLISHED_COLUMNS);
  expect(problems).toHaveLength(2);
  expect(problems[1]).toContain('published figure');
});

test('more columns than can be shown are counted', () => {
  const { configuration, problems } = parseAddress(`?cols=${'orig,'.repeat(10)}`);
  expect(configuration.columns).toHaveLength(8);
  expect(problems).toEqual([expect.stringContaining('lists 10 columns')]);
});

test('an address is readable, and is read back as it was written', () => {
  const columns = parseColumnList(
    'truth,orig:compact-retrained,x265@45k64,ours@-15%+plain,ours@48+vos:stcn,x265@0.02bpp',
  ).flatMap((entry) => ('spec' in entry ? entry.spec : []));
  expect(columns).toHaveLength(6);
  const state = {
    sequence: 'bike packing & more',
    frame: 7,
    configuration: { columns, memoryFrames: 8, provider: 'wasm', frameLimit: 12 },
    isLive: true,
    run: 'talk/dog.maskscope',
    lesson: { name: 'key-frames', step: 2 },
    isEmbedded: true,
  } as const;
  const address = formatAddress(state);
  expect(address).toContain(
    'cols=truth,orig:compact-retrained,x265@45k64,ours@-15%25%2Bplain,ours@48%2Bvos:stcn,x265@0.02bpp&',
  );
  expect(parseAddress(address)).toEqual({ ...state, problems: [] });
});

test('the published figure is left out', () => {
  const configuration = { columns: PUBLISHED_COLUMNS, ...DEFAULTS };
  const address = (sequence: string | null, frame: number | null) =>
    formatAddress({
      ...{ sequence, frame, configuration, isLive: false, run: null },
      ...{ lesson: null, isEmbedded: false },
    });
  expect(address('dog', 3)).toBe('?seq=dog&frame=3');
  expect(address(null, null)).toBe('?');
});

test('a typed plus in a column is understood', () => {
  expect(columnsOf('?cols=orig,ours@48+vos')).toBe('orig,ours@48+vos');
});
