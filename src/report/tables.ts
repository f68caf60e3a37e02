import { COMPUTED_COLUMNS, type ComputedColumn } from '../experiment/columns.ts';
import { type ColumnMean, meanResult } from '../experiment/result.ts';
import { groupByConfiguration } from '../experiment/resultFile.ts';
import type { ColumnResult, SequenceResult } from '../experiment/resultSchema.ts';
import { differenceNotes } from './differences.ts';
import { PUBLISHED_COSTS, PUBLISHED_SET, PUBLISHED_STABILITY } from './publishedFigures.ts';
import type { Cell, Table, TableColumn, TableRow } from './table.ts';
import { columnTimes, TIME_DEFINITIONS, TIMES_LEAVE_OUT } from './times.ts';

/** Table 1: what each codec and VOS network costs in time and bits, and what it scores. */
export function costTable(results: readonly SequenceResult[]): Table {
  const columns: TableColumn[] = [
    ...HEAD,
    { key: 't_c', title: 't_c', unit: 's', decimals: 1 },
    { key: 't_v', title: 't_v', unit: 's', decimals: 1 },
    { key: 't_s', title: 't_s', unit: 's', decimals: 1 },
    { key: 't_s_per_frame', title: 't_s a frame', unit: 'ms', decimals: 1 },
    BPP,
    { key: 'JF', title: 'J&F', decimals: 4 },
  ];
  const measured = measuredRows(results, ({ name, mean, frames, sequences }) => {
    // Times of a mean are those of a sequence; the published ones are of the whole set.
    const { tc, tv, ts } = columnTimes(name, timesOfSet(mean, sequences));
    return [tc, tv, ts, (ts / frames) * 1000, mean.bpp?.total ?? null, mean.JF];
  });
  const published = PUBLISHED_COSTS.map(({ codec, vos, tc, tv, ts, bpp, JF }) =>
    publishedRow(codec, vos, [tc, tv, ts, perPublishedFrame(ts), bpp, JF]),
  );
  return {
    id: 'table-1',
    caption: 'Table 1. Time, bits per pixel and J&F by codec and VOS network.',
    columns,
    rows: [...measured, ...published],
    notes: [...timeNotes('t_c', 't_v', 't_s'), ...differenceNotes(results)],
  };
}

/** Table 2: where the time goes, at the encoder and at the decoder. */
export function sideTable(results: readonly SequenceResult[]): Table {
  const columns: TableColumn[] = [
    ...HEAD,
    { key: 't_e', title: 't_e', unit: 's', decimals: 1 },
    { key: 't_d', title: 't_d', unit: 's', decimals: 1 },
    { key: 't', title: 't', unit: 's', decimals: 1 },
    { key: 't_e_per_frame', title: 't_e a frame', unit: 'ms', decimals: 1 },
    { key: 't_d_per_frame', title: 't_d a frame', unit: 'ms', decimals: 1 },
  ];
  const cells = (te: number | null, td: number | null, frames: number): Cell[] => [
    te,
    td,
    te !== null && td !== null ? te + td : null,
    te === null ? null : (te / frames) * 1000,
    td === null ? null : (td / frames) * 1000,
  ];
  const measured = measuredRows(
    results,
    ({ name, mean, frames, sequences }) => {
      const { te, td } = columnTimes(name, timesOfSet(mean, sequences));
      return cells(te, td, frames);
    },
    ['x265', 'ours'],
  );
  const published = PUBLISHED_COSTS.filter(({ te }) => te !== null).map(({ codec, vos, te, td }) =>
    publishedRow(codec, vos, cells(te, td, PUBLISHED_SET.frames)),
  );
  return {
    id: 'table-2',
    caption: 'Table 2. Time at the encoder and at the decoder.',
    columns,
    rows: [...measured, ...published],
    notes: [...timeNotes('t_e', 't_d', 't'), ...differenceNotes(results)],
  };
}

/** Table 3: how steady the masks are. */
export function stabilityTable(results: readonly SequenceResult[]): Table {
  const score = (key: string, title: string): TableColumn => ({ key, title, decimals: 4 });
  const columns = [
    ...HEAD,
    BPP,
    score('J_recall', 'J recall'),
    score('J_decay', 'J decay'),
    score('F_recall', 'F recall'),
    score('F_decay', 'F decay'),
  ];
  const measured = measuredRows(results, ({ mean: { bpp, J, F } }) => [
    bpp?.total ?? null,
    ...[J.recall, J.decay, F.recall, F.decay],
  ]);
  const published = PUBLISHED_STABILITY.map(({ vos, method, bpp, J, F }) =>
    publishedRow(method, vos, [bpp, J.recall, J.decay, F.recall, F.decay]),
  );
  return {
    id: 'table-3',
    caption: 'Table 3. Recall and decay of J and F.',
    columns,
    rows: [...measured, ...published],
    notes: [
      'Recall is the share of frames above 0.5, decay the mean of the first quarter less that of the last, as davis2017-evaluation defines them.',
      ...differenceNotes(results),
    ],
  };
}

/** Every sequence by itself. */
export function sequenceTable(results: readonly SequenceResult[]): Table {
  const decibels = { unit: 'dB', decimals: 2 };
  const columns: TableColumn[] = [
    { key: 'sequence', title: 'sequence' },
    { key: 'frames', title: 'frames' },
    ...HEAD,
    BPP,
    { key: 'J', title: 'J', decimals: 4 },
    { key: 'F', title: 'F', decimals: 4 },
    { key: 'JF', title: 'J&F', decimals: 4 },
    { key: 'psnr_y', title: 'PSNR-Y', ...decibels },
    { key: 'psnr_611', title: 'PSNR 6:1:1', ...decibels },
    { key: 'psnr_y_inside', title: 'PSNR-Y inside objects', ...decibels },
    { key: 'ssim_y', title: 'SSIM-Y', decimals: 4 },
    { key: 'ssim_y_inside', title: 'SSIM-Y inside objects', decimals: 4 },
  ];
  const sorted = onceOriginal(results).toSorted(
    (a, b) => a.name.localeCompare(b.name) || a.configuration.crf - b.configuration.crf,
  );
  const rows = sorted.flatMap((result) =>
    columnsOf(result).map(([name, column]): TableRow => {
      const { configuration, frames } = result;
      const { picture } = column;
      return {
        origin: 'measured',
        cells: [
          ...[result.name, frames, codecTitle(name, column, configuration.crf)],
          configuration.network,
          column.bpp?.total ?? null,
          ...[column.J.mean, column.F.mean, column.JF],
          ...[picture?.psnrY ?? null, picture?.psnr ?? null, picture?.inside?.psnrY ?? null],
          ...[picture?.ssimY ?? null, picture?.inside?.ssimY ?? null],
        ],
      };
    }),
  );
  return {
    id: 'sequences',
    caption: 'Scores, bits and picture quality of each sequence.',
    columns,
    rows,
    notes: [
      'PSNR 6:1:1 weighs Y, U and V by 6, 1 and 1. Inside the objects: over the pixels of the ground truth’s objects.',
      ...differenceNotes(results).filter((note) => !note.includes('published')),
    ],
  };
}

const HEAD: readonly TableColumn[] = [
  { key: 'codec', title: 'codec' },
  { key: 'vos', title: 'VOS' },
];

const BPP: TableColumn = { key: 'bpp', title: 'bpp', decimals: 4 };

interface MeasuredColumn {
  readonly name: ComputedColumn;
  readonly mean: ColumnMean;
  readonly sequences: number;
  /** Of all sequences together. */
  readonly frames: number;
}

/** The results, but VOS on the same originals by the same network only once: no CRF changes it. */
function onceOriginal(results: readonly SequenceResult[]): SequenceResult[] {
  const seen = new Set<string>();
  return results.map((result) => {
    const { original, ...others } = result.columns;
    const of = JSON.stringify([
      result.provenance.input,
      result.frames,
      result.configuration.network,
    ]);
    if (!original || seen.has(of)) return { ...result, columns: others };
    seen.add(of);
    return result;
  });
}

/** A row for the originals of each network, then for each configuration and coded column. */
function measuredRows(
  results: readonly SequenceResult[],
  cells: (column: MeasuredColumn) => Cell[],
  names: readonly ComputedColumn[] = COMPUTED_COLUMNS,
): TableRow[] {
  const row = (name: ComputedColumn, group: readonly SequenceResult[]): TableRow[] => {
    const having = group.filter(({ columns }) => columns[name]);
    const mean = meanResult(having)[name];
    const [first] = having;
    if (!mean || !first) return [];
    const { crf, network } = first.configuration;
    const frames = having.reduce((sum, result) => sum + result.frames, 0);
    const measured = cells({ name, mean, frames, sequences: having.length });
    return [{ origin: 'measured', cells: [codecTitle(name, mean, crf), network, ...measured] }];
  };
  const networks = [...new Set(results.map(({ configuration }) => configuration.network))].sort();
  const originals = networks.map((network) =>
    onceOriginal(results).filter(({ configuration }) => configuration.network === network),
  );
  const coded = groupByConfiguration(results).map(({ results: group }) => group);
  return [
    ...(names.includes('original') ? originals.flatMap((group) => row('original', group)) : []),
    ...coded.flatMap((group) =>
      names.filter((name) => name !== 'original').flatMap((name) => row(name, group)),
    ),
  ];
}

function publishedRow(codec: string, vos: string, cells: Cell[]): TableRow {
  return { origin: 'published', cells: [`${codec} (published)`, vos, ...cells] };
}

/** `x265 CRF 45`; a column that was not encoded here has no CRF of its own. */
function codecTitle(
  name: ComputedColumn,
  { title, crf }: Pick<ColumnResult, 'title' | 'crf'>,
  crfOfOurs: number,
): string {
  if (name === 'imported') return title;
  if (name === 'ours') return `ours CRF ${crf ?? crfOfOurs}`;
  return crf === null ? name : `${name} CRF ${crf}`;
}

function columnsOf({ columns }: SequenceResult): [ComputedColumn, ColumnResult][] {
  return COMPUTED_COLUMNS.flatMap((name) => {
    const column = columns[name];
    return column ? [[name, column] as [ComputedColumn, ColumnResult]] : [];
  });
}

function timesOfSet({ seconds }: ColumnMean, sequences: number): ColumnMean['seconds'] {
  const { encode, decode, enhance, vos } = seconds;
  return {
    encode: encode * sequences,
    decode: decode * sequences,
    enhance: enhance * sequences,
    vos: vos * sequences,
  };
}

function perPublishedFrame(seconds: number): number {
  return (seconds / PUBLISHED_SET.frames) * 1000;
}

function timeNotes(...symbols: readonly string[]): string[] {
  const covers = TIME_DEFINITIONS.filter(({ symbol }) => symbols.includes(symbol)).map(
    ({ symbol, covers: what }) => `${symbol}: ${what}`,
  );
  return [`Sums over the set. ${covers.join('; ')}.`, TIMES_LEAVE_OUT];
}
