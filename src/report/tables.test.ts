import { expect, test } from 'vitest';
import { parseColumn } from '../results/columnList.ts';
import { NO_SECONDS } from '../results/columnSeconds.ts';
import { foundFor, madeUpColumn, madeUpResult } from '../testing/madeUpResults.ts';
import { toCsv } from './formats/csvTable.ts';
import { toJson } from './formats/jsonTable.ts';
import { toLatex } from './formats/latexTable.ts';
import { toMarkdown } from './formats/markdownTable.ts';
import type { Table } from './table.ts';
import { costTable, sequenceTable, sideTable, stabilityTable } from './tables.ts';

const ORIGINAL = madeUpColumn({
  title: 'Original',
  crf: null,
  bpp: null,
  psnrY: null,
  picture: null,
  seconds: { ...NO_SECONDS, vos: 5 },
});
const OURS = madeUpColumn({
  title: 'Ours',
  seconds: { ...NO_SECONDS, encode: 4, decode: 1, enhance: 2, vos: 5 },
});
const RESULTS = ['dog', 'libby'].map((name) =>
  madeUpResult(name, { original: ORIGINAL, x265: madeUpColumn(), ours: OURS }),
);

/** The cells of a codec's row by the columns' keys. */
function row({ columns, rows }: Table, codec: string) {
  const index = columns.findIndex(({ key }) => key === 'codec');
  const found = rows.find(({ cells }) => cells[index] === codec);
  return Object.fromEntries(columns.map(({ key }, column) => [key, found?.cells[column]]));
}

test('Table 1 has times summed over the set, and the time per frame', () => {
  const table = costTable(RESULTS);
  expect(row(table, 'x265 CRF 45, keyint 8')).toMatchObject({
    t_c: 10,
    t_v: 10,
    t_s: 20,
    t_s_per_frame: 1000,
  });
  expect(row(table, 'ours CRF 45, keyint 8, mask quality 43')).toMatchObject({
    t_c: 14,
    t_v: 10,
    t_s: 24,
    bpp: 0.02,
  });
  expect(row(table, 'original')).toMatchObject({ t_c: 0, t_v: 10, bpp: null });
});

test('the published rows are below the measured ones, with the published figures', () => {
  const table = costTable(RESULTS);
  expect(row(table, 'VVenC (published)')).toMatchObject({ t_c: 2475.9, bpp: 0.0179, JF: 0.744 });
  const origins = table.rows.map(({ origin }) => origin);
  expect(origins.indexOf('published')).toBe(origins.lastIndexOf('measured') + 1);
});

test('Table 2 has VOS at our decoder and leaves out imports', () => {
  const table = sideTable([
    ...RESULTS,
    madeUpResult('pig', { imported: madeUpColumn({ title: 'output.yuv', crf: null }) }),
  ]);
  expect(row(table, 'ours CRF 45, keyint 8, mask quality 43')).toMatchObject({
    t_e: 8,
    t_d: 16,
    t: 24,
  });
  expect(row(table, 'x265 (published)')).toMatchObject({ t_e: 489.7, t_d: 84.3 });
  expect(row(table, 'output.yuv')).toMatchObject({ t_e: undefined });
});

test('Table 3 has recall and decay of J and F', () => {
  expect(row(stabilityTable(RESULTS), 'x265 CRF 45, keyint 8')).toMatchObject({
    J_recall: 0.9,
    F_decay: 0.1,
  });
});

test('the notes describe the differences from the published experiment, taken from the results', () => {
  const notes = costTable(RESULTS).notes.join('\n');
  expect(notes).toMatch(/wasm, 2 threads.*RTX 3080 Ti/);
  expect(notes).toMatch(/2 sequences of 20 frames/);
  expect(notes).toMatch(/with compact/);
});

test('columns of different configurations are not averaged', () => {
  const other = madeUpResult('dog', { x265: madeUpColumn({ crf: 37 }) });
  const table = costTable([...RESULTS, other]);
  expect(row(table, 'x265 CRF 37, keyint 8')).toMatchObject({ t_c: 5 });
});

test('VOS on the originals has one row for all CRFs', () => {
  const other = madeUpResult('dog', { original: ORIGINAL, x265: madeUpColumn({ crf: 37 }) });
  const originals = (table: Table) =>
    table.rows.filter(({ cells }) => cells.includes('original')).length;
  expect(originals(costTable([...RESULTS, other]))).toBe(1);
  expect(originals(sequenceTable([...RESULTS, other]))).toBe(2);
});

test('imports have their own rows, and x265 of the same sequence counts once', () => {
  const results = ['qp22.yuv', 'qp27.yuv'].map((title, index) =>
    madeUpResult('dog', {
      x265: madeUpColumn(),
      imported: madeUpColumn({ title, crf: null, bpp: { video: index, masks: 0, total: index } }),
    }),
  );
  const table = costTable(results);
  expect(row(table, 'qp27.yuv')).toMatchObject({ sequences: 1, t_c: null, t_s: null, bpp: 1 });
  expect(row(table, 'x265 CRF 45, keyint 8')).toMatchObject({ sequences: 1, t_c: 5 });
});

test('results of another length or provider have separate rows', () => {
  const short = madeUpResult('dog', { x265: madeUpColumn() });
  const results = [
    madeUpResult('dog', { x265: madeUpColumn() }),
    { ...short, frames: 3, frameLimit: 3 },
    madeUpResult('dog', { x265: madeUpColumn({ provider: 'webgpu' }) }),
  ];
  const titles = costTable(results).rows.flatMap(({ origin, cells }) =>
    origin === 'measured' ? [cells[0]] : [],
  );
  expect(titles).toEqual([
    'x265 CRF 45, keyint 8, wasm, all frames',
    'x265 CRF 45, keyint 8, wasm, 3 frames',
    'x265 CRF 45, keyint 8, webgpu, all frames',
  ]);
});

test('sequences with CRFs for the same target rate are one row', () => {
  const results = [44, 46].map((crf, index) => {
    const columns = { x265: madeUpColumn({ crf }), ours: madeUpColumn({ crf }) };
    return foundFor(0.0209, madeUpResult(`sequence ${index}`, columns));
  });
  const ours = 'ours at the CRF of x265 at 0.0209 bpp, keyint 8, mask quality 43';
  expect(row(costTable(results), ours)).toMatchObject({ sequences: 2 });
  expect(row(costTable(results), 'x265 at 0.0209 bpp, keyint 8')).toMatchObject({
    sequences: 2,
    t_c: 10,
  });
});

test('a rate that no CRF reaches is named, and the sequence table has the CRF that was taken', () => {
  const column = madeUpColumn({ crf: 51, spec: parseColumn('x265@0.001bpp') });
  const foundRate = { reached: false, against: null };
  const results = [{ ...madeUpResult('dog', {}), columns: [{ ...column, foundRate }] }];
  expect(costTable(results).notes).toContain(
    'x265@0.001bpp of dog: no CRF reaches this rate; the nearest, CRF 51, was taken.',
  );
  expect(row(sequenceTable(results), 'x265 at 0.001 bpp, keyint 8')).toMatchObject({ crf: 51 });
});

test('a user-supplied stream has no encoding time', () => {
  const column = madeUpColumn({ crf: null, seconds: { ...NO_SECONDS, decode: 1, vos: 5 } });
  const results = [madeUpResult('dog', { x265: column })];
  expect(row(sideTable(results), 'x265 from a user-supplied stream')).toMatchObject({
    t_e: null,
    t: null,
    t_d: 6,
  });
  expect(row(costTable(results), 'x265 from a user-supplied stream')).toMatchObject({
    t_c: null,
    t_s: null,
  });
});

test('with coded masks VOS is at the encoder; for carried masks its time is not known', () => {
  const seconds = {
    ...NO_SECONDS,
    encode: 4,
    decode: 1,
    vos: 5,
    maskEncode: 2,
    maskDecode: 2,
    maskRefine: 1,
  };
  const sides = (vosAt: 'encoder' | 'elsewhere') => {
    const ours = madeUpColumn({ title: 'Ours', seconds, vosAt });
    return row(
      sideTable([madeUpResult('dog', { ours })]),
      'ours CRF 45, keyint 8, mask quality 43',
    );
  };
  expect(sides('encoder')).toMatchObject({ t_e: 11, t_d: 4, t: 15 });
  expect(sides('elsewhere')).toMatchObject({ t_e: null, t_d: 4, t: null });
});

test('a CSV has units in its header, and texts that spreadsheets do not read as formulas', () => {
  const results = [
    madeUpResult('a "b", c', { imported: madeUpColumn({ title: '=1+1.yuv', crf: null }) }),
  ];
  const [header, line] = toCsv(sequenceTable(results)).split('\r\n');
  expect(header).toContain('psnr_y [dB]');
  expect(line).toContain('"a ""b"", c"');
  expect(line).toContain(",'=1+1.yuv,");
});

test('a CSV has the notes of its table in a last column, and every line is a row', () => {
  const table = costTable(RESULTS);
  const lines = toCsv(table).trimEnd().split('\r\n');
  expect(lines).toHaveLength(1 + table.rows.length);
  expect(lines[0]).toMatch(/,JF,notes$/);
  for (const note of table.notes) expect(lines[1]).toContain(note.replaceAll('"', '""'));
  expect(lines[2]).toMatch(/,0\.8,$/);
  const nothing = toCsv({ ...table, rows: [], notes: ['Nothing has been measured yet.'] });
  expect(nothing.split('\r\n')[1]).toMatch(/^,+Nothing has been measured yet\.$/);
});

test('a missing figure is empty, null or a dash', () => {
  const table = costTable(RESULTS.map(({ name }) => madeUpResult(name, { original: ORIGINAL })));
  expect(toCsv(table)).toMatch(/^measured,original,compact,2,20,0,10,10,500,,0\.8,.+\r$/m);
  expect(JSON.parse(toJson(table)).rows[0]).toMatchObject({ codec: 'original', bpp: null });
  expect(toMarkdown(table)).toContain(
    '| original | compact | 2 | 20 | 0.0 | 10.0 | 10.0 | 500.0 | – | 0.8000 |',
  );
});

test('Markdown and LaTeX escape special characters', () => {
  const table = sequenceTable([
    madeUpResult('a|b', { imported: madeUpColumn({ title: '50%_&_{x}\\y~z', crf: null }) }),
  ]);
  expect(toMarkdown(table)).toContain('| a\\|b |');
  const latex = toLatex(table);
  expect(latex).toContain('50\\%\\_\\&\\_\\{x\\}\\textbackslash{}y\\textasciitilde{}z');
  expect(latex).toContain('\\label{tab:maskscope-sequences}');
});

test('LaTeX has a rule between the measured and the published rows', () => {
  expect(toLatex(costTable(RESULTS)).match(/\\midrule/g)).toHaveLength(2);
});
