import { type ColumnGroup, columnGroups, groupMean } from '../results/columnGroups.ts';
import type { ColumnSeconds } from '../results/columnSeconds.ts';
import type { SequenceResult } from '../results/resultSchema.ts';
import { differenceNotes, measuredNotes } from './differences.ts';
import { titleIn } from './groupTitles.ts';
import { PUBLISHED_COSTS, PUBLISHED_SET, PUBLISHED_STABILITY } from './publishedFigures.ts';
import type { Cell, Table, TableColumn, TableRow } from './table.ts';
import { type ColumnTimes, columnTimes, TIME_DEFINITIONS, TIME_NOTES } from './times.ts';

/** Table 1: time, bits per pixel and J&F of each codec and VOS network. */
export function costTable(results: readonly SequenceResult[]): Table {
  const cells = (times: Pick<ColumnTimes, 'tc' | 'tv' | 'ts'>, frames: number): Cell[] => [
    ...[times.tc, times.tv, times.ts],
    times.ts === null ? null : (times.ts / frames) * 1000,
  ];
  return {
    id: 'table-1',
    caption: 'Table 1. Time, bits per pixel and J&F by codec and VOS network.',
    columns: [
      ...HEAD,
      ...[seconds('t_c'), seconds('t_v'), seconds('t_s')],
      { key: 't_s_per_frame', title: 't_s per frame', unit: 'ms', decimals: 1 },
      ...[BPP, score('JF', 'J&F')],
    ],
    rows: [
      ...measuredRows(results, (group) => {
        const { bpp, JF } = groupMean(group);
        return [...cells(timesOf(group), framesOf(group)), bpp?.total ?? null, JF];
      }),
      ...PUBLISHED_COSTS.map(({ codec, vos, bpp, JF, ...times }) =>
        publishedRow(codec, vos, [...cells(times, PUBLISHED_SET.frames), bpp, JF]),
      ),
    ],
    notes: [
      ...timeNotes('t_c', 't_v', 't_s'),
      ...measuredNotes(results),
      ...differenceNotes(results),
    ],
  };
}

/** Table 2: time at the encoder and at the decoder. */
export function sideTable(results: readonly SequenceResult[]): Table {
  const cells = ({ te, td }: Pick<ColumnTimes, 'te' | 'td'>, frames: number): Cell[] => [
    ...[te, td],
    te !== null && td !== null ? te + td : null,
    te === null ? null : (te / frames) * 1000,
    td === null ? null : (td / frames) * 1000,
  ];
  const isX265 = ({ kind }: ColumnGroup) => kind === 'x265' || kind === 'ours';
  return {
    id: 'table-2',
    caption: 'Table 2. Time at the encoder and at the decoder.',
    columns: [
      ...HEAD,
      ...[seconds('t_e'), seconds('t_d'), seconds('t')],
      { key: 't_e_per_frame', title: 't_e per frame', unit: 'ms', decimals: 1 },
      { key: 't_d_per_frame', title: 't_d per frame', unit: 'ms', decimals: 1 },
    ],
    rows: [
      ...measuredRows(results, (group) => cells(timesOf(group), framesOf(group)), isX265),
      ...PUBLISHED_COSTS.filter(({ te }) => te !== null).map(({ codec, vos, ...times }) =>
        publishedRow(codec, vos, cells(times, PUBLISHED_SET.frames)),
      ),
    ],
    notes: [
      ...timeNotes('t_e', 't_d', 't'),
      ...measuredNotes(results),
      ...differenceNotes(results),
    ],
  };
}

/** Table 3: recall and decay of J and F. */
export function stabilityTable(results: readonly SequenceResult[]): Table {
  return {
    id: 'table-3',
    caption: 'Table 3. Recall and decay of J and F.',
    columns: [
      ...[...HEAD, BPP],
      ...[score('J_recall', 'J recall'), score('J_decay', 'J decay')],
      ...[score('F_recall', 'F recall'), score('F_decay', 'F decay')],
    ],
    rows: [
      ...measuredRows(results, (group) => {
        const { bpp, J, F } = groupMean(group);
        return [bpp?.total ?? null, J.recall, J.decay, F.recall, F.decay];
      }),
      ...PUBLISHED_STABILITY.map(({ vos, method, bpp, J, F }) =>
        publishedRow(method, vos, [bpp, J.recall, J.decay, F.recall, F.decay]),
      ),
    ],
    notes: [
      'Recall is the share of frames with a score above 0.5. Decay is the mean score of the first quarter of the frames minus that of the last. Both are defined as in davis2017-evaluation.',
      ...measuredNotes(results),
      ...differenceNotes(results),
    ],
  };
}

/** Scores, bits and picture quality of each sequence. */
export function sequenceTable(results: readonly SequenceResult[]): Table {
  const decibels = { unit: 'dB', decimals: 2 };
  const groups = columnGroups(results);
  const rows = groups.flatMap((group) =>
    group.members.map(({ result, column: { crf, bpp, J, F, JF, picture } }) => ({
      origin: 'measured' as const,
      cells: [
        ...[result.name, titleIn(group, groups), group.network || null, result.frames, crf],
        ...[bpp?.total ?? null, J.mean, F.mean, JF],
        ...[picture?.psnrY ?? null, picture?.psnr ?? null, picture?.inside?.psnrY ?? null],
        ...[picture?.ssimY ?? null, picture?.inside?.ssimY ?? null],
      ],
    })),
  );
  return {
    id: 'sequences',
    caption: 'Scores, bits and picture quality of each sequence.',
    columns: [
      { key: 'sequence', title: 'sequence' },
      { key: 'codec', title: 'codec' },
      { key: 'vos', title: 'VOS' },
      { key: 'frames', title: 'frames', decimals: 0 },
      { key: 'crf', title: 'CRF', decimals: 0 },
      ...[BPP, score('J', 'J'), score('F', 'F'), score('JF', 'J&F')],
      { key: 'psnr_y', title: 'PSNR-Y', ...decibels },
      { key: 'psnr_611', title: 'PSNR 6:1:1', ...decibels },
      { key: 'psnr_y_inside', title: 'PSNR-Y in objects', ...decibels },
      score('ssim_y', 'SSIM-Y'),
      score('ssim_y_inside', 'SSIM-Y in objects'),
    ],
    // By sequence; within a sequence in the order of the groups.
    rows: rows.toSorted((a, b) => String(a.cells[0]).localeCompare(String(b.cells[0]))),
    notes: [
      'PSNR 6:1:1 weights Y, U and V by 6, 1 and 1. In objects: over the pixels of the objects in the ground truth.',
      ...measuredNotes(results),
    ],
  };
}

const HEAD: readonly TableColumn[] = [
  { key: 'codec', title: 'codec' },
  { key: 'vos', title: 'VOS' },
  { key: 'sequences', title: 'sequences', decimals: 0 },
  { key: 'frames', title: 'frames', decimals: 0 },
];

const BPP: TableColumn = { key: 'bpp', title: 'bpp', decimals: 4 };

function seconds(symbol: string): TableColumn {
  return { key: symbol, title: symbol, unit: 's', decimals: 1 };
}

function score(key: string, title: string): TableColumn {
  return { key, title, decimals: 4 };
}

function measuredRows(
  results: readonly SequenceResult[],
  cells: (group: ColumnGroup) => Cell[],
  isShown: (group: ColumnGroup) => boolean = () => true,
): TableRow[] {
  const groups = columnGroups(results);
  return groups.filter(isShown).map((group) => ({
    origin: 'measured',
    cells: [
      ...[titleIn(group, groups), group.network || null, group.members.length, framesOf(group)],
      ...cells(group),
    ],
  }));
}

function publishedRow(codec: string, vos: string, cells: Cell[]): TableRow {
  const { sequences, frames } = PUBLISHED_SET;
  return { origin: 'published', cells: [`${codec} (published)`, vos, sequences, frames, ...cells] };
}

function framesOf({ members }: ColumnGroup): number {
  return members.reduce((sum, { result }) => sum + result.frames, 0);
}

/** Times summed over the group's sequences, as in the published tables. */
function timesOf({ kind, encodedHere, members }: ColumnGroup): ColumnTimes {
  const sum = (part: keyof ColumnSeconds) =>
    members.reduce((total, { column: { seconds: spent } }) => total + spent[part], 0);
  const spent: ColumnSeconds = {
    encode: sum('encode'),
    decode: sum('decode'),
    enhance: sum('enhance'),
    vos: sum('vos'),
    maskEncode: sum('maskEncode'),
    maskDecode: sum('maskDecode'),
    maskRefine: sum('maskRefine'),
  };
  const vosAt = members[0]?.column.vosAt ?? 'decoder';
  return columnTimes(kind, spent, { encodedHere, vosAt });
}

function timeNotes(...symbols: readonly string[]): string[] {
  const covers = TIME_DEFINITIONS.filter(({ symbol }) => symbols.includes(symbol)).map(
    ({ symbol, covers: definition }) => `${symbol}: ${definition}`,
  );
  return [`${covers.join('; ')}.`, ...TIME_NOTES];
}
