import { describeError } from '../problem.ts';
import { TABLE_FORMATS } from '../report/tableFormats.ts';
import { parseResultFile } from '../results/resultFile.ts';
import { readCommandFile, writeCommandFile } from './commandFiles.ts';
import { type FiledResult, refuseRepeated } from './report/repeatedResults.ts';
import {
  parseReportOptions,
  REPORT_USAGE,
  type ReportOptions,
  TABLES,
} from './report/reportOptions.ts';

/** Writes one of the published tables, with rows from result files and the published rows. */
async function report({ files, table, format, out }: ReportOptions): Promise<void> {
  const results: FiledResult[] = [];
  for (const file of files) {
    const { sequences } = parseResultFile(
      new TextDecoder().decode(await readCommandFile(file)),
      file,
    );
    results.push(...sequences.map((result) => ({ file, result })));
  }
  refuseRepeated(results);
  const text = TABLE_FORMATS[format].write(TABLES[table](results.map(({ result }) => result)));
  if (out === null) process.stdout.write(text);
  else await writeCommandFile(out, text);
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
  console.error(describeError(error));
  process.exitCode = 2;
}
