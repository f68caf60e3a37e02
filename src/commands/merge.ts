import { basename } from 'node:path';
import { parseArgs } from 'node:util';
import { readEvaluation, writeEvaluation } from './evaluate/evaluationFile.ts';
import { mergeEvaluations } from './merge/mergeEvaluations.ts';

const USAGE = `npm run --silent merge -- --out ALL.json SHARD.json… [--partial]

  --out ALL.json   file for the merged result
  --partial        merges even if shards or experiments are missing

Merges files of npm run evaluate that have the same options except --shard and --sequences.`;

/**
 * Merges result files. The exit code is 2 if they cannot be merged. Failed experiments stay listed
 * as failures.
 */
async function merge(args: readonly string[]): Promise<void> {
  const { out, partial, paths } = parse(args);
  const files = [];
  for (const path of paths) files.push({ file: path, set: await readEvaluation(path) });
  const merged = mergeEvaluations(files, { allowMissing: partial });
  await writeEvaluation(out, merged);
  const { sequences, failures } = merged;
  console.error(`${basename(out)}: ${sequences.length} experiments of ${paths.length} files.`);
  for (const { name, problem } of failures) console.error(`${name}: FAILED. ${problem}`);
}

function parse(args: readonly string[]) {
  try {
    const { values, positionals } = parseArgs({
      args: [...args],
      allowPositionals: true,
      options: { out: { type: 'string' }, partial: { type: 'boolean', default: false } },
    });
    if (!values.out) throw new Error('--out ALL.json is missing: the file for the merged result.');
    if (positionals.length === 0) throw new Error('There are no files to merge.');
    return { out: values.out, partial: values.partial, paths: [...new Set(positionals)] };
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error}\n\n${USAGE}`);
  }
}

try {
  await merge(process.argv.slice(2));
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exitCode = 2;
}
