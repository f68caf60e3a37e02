import { describeError } from '../problem.ts';
import { assertWritable, writeCommandFile } from './commandFiles.ts';
import { packageVersions } from './packageVersions.ts';
import { scoreFolders } from './score/scoreFolders.ts';
import { parseScoreOptions, SCORE_USAGE, type ScoreOptions } from './score/scoreOptions.ts';
import { scoreTable } from './score/scoreTable.ts';

/**
 * Scores masks from any source and writes the scores as JSON, as a Markdown table, or both.
 *
 * @returns the exit code: 1 if a sequence could not be scored
 */
async function score(options: ScoreOptions): Promise<number> {
  const { annotations, predictions, out, table } = options;
  if (out) await assertWritable(out);
  const scores = await scoreFolders(options, console.error);
  const environment = {
    date: new Date().toISOString(),
    versions: { maskscope: packageVersions().maskscope, node: process.versions.node },
    annotations,
    predictions,
  };
  const json = `${JSON.stringify({ environment, ...scores }, null, 2)}\n`;
  if (out) await writeCommandFile(out, json);
  if (table) process.stdout.write(scoreTable(scores));
  else if (!out) process.stdout.write(json);
  return scores.failures.length > 0 ? 1 : 0;
}

let options: ScoreOptions | null = null;
try {
  options = parseScoreOptions(process.argv.slice(2));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${SCORE_USAGE}`);
  process.exitCode = 2;
}
try {
  if (options) process.exitCode = await score(options);
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 2;
}
