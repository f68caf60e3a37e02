import { parseArgs } from 'node:util';
import type { Table } from '../../report/table.ts';
import { TABLE_FORMATS, type TableFormat } from '../../report/tableFormats.ts';
import { costTable, sequenceTable, sideTable, stabilityTable } from '../../report/tables.ts';
import type { SequenceResult } from '../../results/resultSchema.ts';

/** The tables, by the names that the command line gives them. */
export const TABLES = {
  '1': costTable,
  '2': sideTable,
  '3': stabilityTable,
  sequences: sequenceTable,
} as const satisfies Record<string, (results: readonly SequenceResult[]) => Table>;

export type TableName = keyof typeof TABLES;

export const REPORT_USAGE = `npm run --silent report -- FILE.json… [options]

  FILE.json         what npm run evaluate or npm run merge wrote, or the page exported
  --table T         1 (costs), 2 (encoder and decoder), 3 (recall and decay) or sequences (default: 1)
  --format F        ${Object.keys(TABLE_FORMATS).join(', ')} (default: markdown)
  --out FILE        where the table goes (default: standard output)`;

export interface ReportOptions {
  readonly files: readonly string[];
  readonly table: TableName;
  readonly format: TableFormat;
  /** Null for standard output. */
  readonly out: string | null;
}

/**
 * Reads the command line.
 *
 * @throws Error with a sentence that says which option is wrong
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
  if (positionals.length === 0) throw new Error('FILE.json is missing: the results to report.');
  return {
    files: [...new Set(positionals)],
    table: known('--table', values.table, TABLES),
    format: known('--format', values.format, TABLE_FORMATS),
    out: values.out ?? null,
  };
}

function known<Name extends string>(
  option: string,
  text: string,
  all: Readonly<Record<Name, unknown>>,
): Name {
  const names = Object.keys(all) as Name[];
  const name = names.find((candidate) => candidate === text);
  if (name !== undefined) return name;
  throw new Error(`${option} ${text}: there is ${names.join(', ')}.`);
}
