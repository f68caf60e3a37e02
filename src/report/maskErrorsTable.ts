import {
  allErrors,
  BLOCK_KINDS,
  type BlockKind,
  type ErrorCount,
  errorRate,
  type MaskErrors,
  totalMaskErrors,
} from '../hevc/maskErrors.ts';
import { type ColumnGroup, columnGroups } from '../results/columnGroups.ts';
import type { SequenceResult } from '../results/resultSchema.ts';
import { extentNotes } from './differences.ts';
import { titleIn } from './groupTitles.ts';
import type { Cell, Table, TableColumn, TableRow } from './table.ts';

/** Where masks on HEVC videos differ from those on the originals, by kind of block. */
export function maskErrorsTable(results: readonly SequenceResult[]): Table {
  const groups = columnGroups(results);
  const rows = groups.flatMap((group) => {
    const title = titleIn(group, groups);
    const known = withErrors(group);
    const own = known.map(({ name, crf, errors }) =>
      measured([name, title, group.network || null, crf, ...kindCells(errors)]),
    );
    const total = totalMaskErrors(known.map(({ errors }) => errors));
    if (!total || known.length < 2) return own;
    const name = `all ${known.length}`;
    const all = [name, title, group.network || null, group.crf, ...kindCells(total)];
    return [...own, measured(all)];
  });
  return {
    id: 'mask-errors',
    caption: 'Where masks fall apart: pixels of objects by kind of block.',
    columns: [
      { key: 'sequence', title: 'sequence' },
      { key: 'codec', title: 'codec' },
      { key: 'vos', title: 'VOS' },
      { key: 'crf', title: 'CRF', decimals: 0 },
      percent('wrong', 'wrong'),
      ...BLOCK_KINDS.flatMap((kind) => [
        percent(`${kind}_share`, `${KIND_TITLES[kind]}: of all`),
        percent(`${kind}_wrong`, `${KIND_TITLES[kind]}: wrong`),
      ]),
    ],
    rows,
    notes: [
      ...(rows.length === 0 ? [NO_ROWS] : []),
      ...KIND_NOTES,
      ...COUNT_NOTES,
      ...extentNotes(results),
    ],
  };
}

/** The same by QP, over all sequences of a column. */
export function maskErrorsByQpTable(results: readonly SequenceResult[]): Table {
  const groups = columnGroups(results);
  const rows = groups.flatMap((group) => {
    const known = withErrors(group);
    const total = totalMaskErrors(known.map(({ errors }) => errors));
    if (!total) return [];
    const all = allErrors(total);
    const head = [titleIn(group, groups), group.network || null, known.length, group.crf];
    return byBand(total).map(([from, errors]) =>
      measured([...head, `${from} to ${from + QP_BAND - 1}`, ...errorCells(errors, all)]),
    );
  });
  return {
    id: 'mask-errors-qp',
    caption: 'Where masks fall apart: pixels of objects by QP.',
    columns: [
      { key: 'codec', title: 'codec' },
      { key: 'vos', title: 'VOS' },
      { key: 'sequences', title: 'sequences', decimals: 0 },
      { key: 'crf', title: 'CRF', decimals: 0 },
      { key: 'qp', title: 'QP' },
      percent('share', 'of all'),
      percent('wrong', 'wrong'),
      { key: 'relative', title: 'wrong ÷ mean', decimals: 2 },
    ],
    rows,
    notes: [
      ...(rows.length === 0 ? [NO_ROWS] : []),
      'QP: of the luma of the coding unit. x265 gives flat areas a lower QP than textured ones of the same picture (adaptive quantization), so that a low QP also means a flat area. Blocks without coefficients count with the QP that they take over, which says nothing of their quality.',
      ...COUNT_NOTES,
      ...extentNotes(results),
    ],
  };
}

const KIND_TITLES: Readonly<Record<BlockKind, string>> = {
  skipped: 'skipped',
  withoutResidual: 'inter, no residual',
  withResidual: 'inter, residual',
  intra: 'intra',
};

const NO_ROWS =
  'No column has these figures: they need masks of VOS on an HEVC video, and a column with masks of the same network on the originals beside it. Results of earlier versions lack them; run the experiment again.';

const KIND_NOTES = [
  'Skipped: copied from another picture, moved like a neighbouring block. Inter without residual: copied, with a vector of its own or in parts. Inter with residual: corrected by coefficients. Intra: predicted from its surroundings, as are all blocks of key frames.',
];

const COUNT_NOTES = [
  'Counted are the pixels where the masks on the video or those of the same network on the originals have an object, from the second frame on. Wrong: the two labels differ. Of all: share of the counted pixels.',
  'This is a correlation, not a cause. VOS carries an error from frame to frame, so that a wrong pixel may lie on a block that is itself fine; skipped blocks are mostly still or flat, and intra blocks mostly in key frames. What the original’s masks get wrong is not counted.',
];

/** QPs in a row of the table. */
const QP_BAND = 4;

function withErrors({ members }: ColumnGroup) {
  return members.flatMap(({ result: { name }, column: { crf, maskErrors } }) =>
    maskErrors ? [{ name, crf, errors: maskErrors }] : [],
  );
}

function kindCells(errors: MaskErrors): Cell[] {
  const all = allErrors(errors);
  return [
    percentOf(errorRate(all)),
    ...BLOCK_KINDS.flatMap((kind) => errorCells(errors.kinds[kind], all).slice(0, 2)),
  ];
}

/** Share of all counted pixels, error rate, and how many times the rate of all that is. */
function errorCells(errors: ErrorCount, all: ErrorCount): Cell[] {
  const rate = errorRate(errors);
  const overall = errorRate(all);
  return [
    percentOf(all.object > 0 ? errors.object / all.object : null),
    percentOf(rate),
    rate !== null && overall ? rate / overall : null,
  ];
}

function byBand({ qps }: MaskErrors): [from: number, ErrorCount][] {
  const bands = new Map<number, ErrorCount>();
  for (const { qp, object, wrong } of qps) {
    const from = Math.floor(qp / QP_BAND) * QP_BAND;
    const band = bands.get(from) ?? { object: 0, wrong: 0 };
    bands.set(from, { object: band.object + object, wrong: band.wrong + wrong });
  }
  return [...bands].toSorted(([a], [b]) => a - b);
}

function percentOf(share: number | null): number | null {
  return share === null ? null : 100 * share;
}

function percent(key: string, title: string): TableColumn {
  return { key, title, unit: '%', decimals: 1 };
}

function measured(cells: readonly Cell[]): TableRow {
  return { origin: 'measured', cells };
}
