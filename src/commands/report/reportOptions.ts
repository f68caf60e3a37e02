import { parseArgs } from 'node:util';
import { claimTable } from '../../report/claimTable.ts';
import { maskErrorsByQpTable, maskErrorsTable } from '../../report/maskErrorsTable.ts';
import { objectBitsTable } from '../../report/objectBitsTable.ts';
import type { Table } from '../../report/table.ts';
import { TABLE_FORMATS, type TableFormat } from '../../report/tableFormats.ts';
import { costTable, sequenceTable, sideTable, stabilityTable } from '../../report/tables.ts';
import type { SequenceResult } from '../../results/resultSchema.ts';

/** The tables by their names on the command line. */
export const TABLES = {
  '1': costTable,
  '2': sideTable,
  '3': stabilityTable,
  sequences: sequenceTable,
  claim: claimTable,
  objects: objectBitsTable,
  errors: maskErrorsTable,
  'errors-qp': maskErrorsByQpTable,
} as const satisfies Record<string, (results: readonly SequenceResult[]) => Table>;

export type TableName = keyof typeof TABLES;

export const REPORT_USAGE = `npm run --silent report -- FILE.json… [options]

  FILE.json         result file of npm run evaluate, npm run merge or the page
  --table T         1 (costs), 2 (encoder and decoder), 3 (recall and decay), sequences, claim (ours
                    against x265), objects (bits of the objects), errors (where masks fall apart,
                    by kind of block), or errors-qp (the same by QP) (default: 1)
  --format F        ${Object.keys(TABLE_FORMATS).join(', ')} (default: markdown)
  --out FILE        file for the table (default: standard output)`;

export interface ReportOptions {
  readonly files: readonly string[];
  readonly table: TableName;
  readonly format: TableFormat;
  /** Null for standard output. */
  readonly out: string | null;
}

/**
 * Parses the command line.
 *
 * @throws Error that describes the invalid option
 */
export function parseReportOptions(args: readonly string[]): ReportOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: {
      table: { type: 'string', default: '1' },
      format: { type: 'string', default: 'markdown' },
      out: { type: 'string' },
    },
  });
  if (positionals.length === 0) throw new Error('FILE.json is missing: the result file.');
  return {
    files: [...new Set(positionals)],
    table: choose('--table', values.table, TABLES),
    format: choose('--format', values.format, TABLE_FORMATS),
    out: values.out ?? null,
  };
}

function choose<Name extends string>(
  option: string,
  text: string,
  all: Readonly<Record<Name, unknown>>,
): Name {
  const names = Object.keys(all) as Name[];
  const name = names.find((candidate) => candidate === text);
  if (name !== undefined) return name;
  throw new Error(`${option} ${text}: choose one of ${names.join(', ')}.`);
}
