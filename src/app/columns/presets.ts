import { CRF_RANGE, KEYINT_RANGE } from '../../codec/x265.ts';
import type { VosNetworkName } from '../../networks/vosNetworks.ts';
import {
  type ColumnSpec,
  columnKind,
  MOST_COLUMNS,
  networkOf,
  originalColumn,
  oursColumn,
  PUBLISHED_COLUMNS,
  PUBLISHED_SAVINGS,
  TRUTH_COLUMN,
  x265Column,
} from '../../results/columnSpec.ts';
import { addColumn, commonNetwork, insertColumn } from './listEdits.ts';
import { NO_CONTEXT, withKeyint, withRate } from './specEdits.ts';

/** An entry of the menu that adds columns. */
export interface Preset {
  readonly label: string;
  /** What it adds, in a few words. */
  readonly note: string;
  /** Null if it cannot be added to these columns. */
  readonly add: (columns: readonly ColumnSpec[]) => Added | null;
}

/** The columns after an addition, and the place of the new one. */
export interface Added {
  readonly columns: readonly ColumnSpec[];
  readonly index: number;
}

const [SAVING] = PUBLISHED_SAVINGS;

/** Single columns, with the network of the others. */
export const COLUMN_PRESETS: readonly Preset[] = [
  single('Ground truth', 'the annotations', () => TRUTH_COLUMN),
  single('Original', 'VOS on the original frames', originalColumn),
  single('x265', 'VOS on the decoded frames', (network) => x265Column(undefined, network)),
  single('Ours', 'enhanced, with coded masks', (network) => oursColumn(undefined, network)),
  single('Ours at x265’s CRF', 'the same video as x265', (network) =>
    oursColumn({ kind: 'same' }, network),
  ),
  single(`Ours, ${SAVING}% fewer bits`, 'the published saving, masks included', (network) =>
    oursColumn({ kind: 'fewer', percent: SAVING }, network),
  ),
];

/** How far the second CRF lies below the first. */
const CRF_STEP = 8;

/** A key frame interval that is far from the published one. */
const LONG_KEYINT = 64;

/** A second column beside the x265 column, which differs in one setting. */
export const COMPARING_PRESETS: readonly Preset[] = [
  beside('Two CRFs', 'x265 again, at a lower CRF', (x265) => {
    const { pictures } = x265;
    const isChosen = pictures.source === 'x265' && pictures.rate.kind === 'crf';
    const crf = isChosen ? pictures.rate.crf : CRF_RANGE.default;
    return withRate(x265, { kind: 'crf', crf: crf >= CRF_STEP ? crf - CRF_STEP : crf + CRF_STEP });
  }),
  beside('Two keyints', `x265 again, with keyint ${LONG_KEYINT}`, (x265) => {
    const { pictures } = x265;
    const isLong = pictures.source === 'x265' && pictures.keyint === LONG_KEYINT;
    return withKeyint(x265, isLong ? KEYINT_RANGE.default : LONG_KEYINT);
  }),
  beside('Two networks', 'x265 again, with VOS retrained on x265', (x265) => {
    const other: VosNetworkName =
      networkOf(x265) === 'compact-retrained' ? 'compact' : 'compact-retrained';
    return { ...x265, masks: { source: 'vos', network: other } };
  }),
];

/** The published figure with a network. */
export function publishedColumns(network: VosNetworkName | null): readonly ColumnSpec[] {
  if (network === null) return PUBLISHED_COLUMNS;
  return [
    TRUTH_COLUMN,
    originalColumn(network),
    x265Column(undefined, network),
    oursColumn(undefined, network),
  ];
}

function single(
  label: string,
  note: string,
  column: (network: VosNetworkName) => ColumnSpec,
): Preset {
  return {
    label,
    note,
    add: (columns) => {
      if (columns.length >= MOST_COLUMNS) return null;
      return addColumn(columns, column(networkFor(columns)));
    },
  };
}

function beside(label: string, note: string, change: (x265: ColumnSpec) => ColumnSpec): Preset {
  return {
    label,
    note,
    add: (columns) => {
      const index = columns.findIndex(
        (column) => columnKind(column) === 'x265' && column.pictures.source === 'x265',
      );
      const x265 = columns[index];
      if (!x265 || columns.length >= MOST_COLUMNS) return null;
      return { columns: insertColumn(columns, index + 1, change(x265)), index: index + 1 };
    },
  };
}

/** The network of new columns: that of the others, or of the first that has one. */
export function networkFor(columns: readonly ColumnSpec[]): VosNetworkName {
  const first = columns.flatMap((column) => networkOf(column) ?? [])[0];
  return commonNetwork(columns) ?? first ?? NO_CONTEXT.network;
}
