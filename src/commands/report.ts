import { readFile, writeFile } from 'node:fs/promises';
import { parseResultFile } from '../experiment/resultFile.ts';
import type { SequenceResult } from '../experiment/resultSchema.ts';
import { Problem } from '../problem.ts';
import { TABLE_FORMATS } from '../report/tableFormats.ts';
import { parseReportOptions, REPORT_USAGE, type ReportOptions, TABLES } from './reportOptions.ts';

/** Writes one of the published tables from result files, the published rows beside ours. */
async function report({ files, table, format, out }: ReportOptions): Promise<void> {
  const results: SequenceResult[] = [];
  for (const file of files) {
    results.push(...parseResultFile(await readFile(file, 'utf8'), file).sequences);
  }
  refuseRepeated(results);
  const text = TABLE_FORMATS[format].write(TABLES[table](results));
  if (out === null) process.stdout.write(text);
  else await writeFile(out, text);
}

/** A result that two files hold would count twice in every mean. */
function refuseRepeated(results: readonly SequenceResult[]): void {
  const seen = new Set<string>();
  for (const { name, configuration } of results) {
    const key = JSON.stringify([name, configuration]);
    if (seen.has(key)) {
      throw new Problem(
        `${name} at CRF ${configuration.crf} is in the files more than once.`,
        'Put them together with npm run merge first.',
      );
    }
    seen.add(key);
  }
}

let options: ReportOptions | null = null;
try {
  options = parseReportOptions(process.argv.slice(2));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${REPORT_USAGE}`);
  process.exitCode = 2;
}
try {
  if (options) await report(options);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
