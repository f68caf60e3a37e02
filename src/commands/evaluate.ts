import { resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { isAbort } from '../problem.ts';
import type { ResultSet } from '../results/resultFile.ts';
import { davisHome } from '../server/davisHome.ts';
import { startApp } from './browser/appServer.ts';
import {
  BROWSER_SWITCHES,
  findBrowser,
  NO_BROWSER,
  WEBGPU_SWITCHES,
} from './browser/findBrowser.ts';
import { assertWritable } from './commandFiles.ts';
import {
  EVALUATE_USAGE,
  type EvaluateOptions,
  parseEvaluateOptions,
} from './evaluate/evaluateOptions.ts';
import { readUnfinished, writeEvaluation } from './evaluate/evaluationFile.ts';
import { EvaluationPage } from './evaluate/evaluationPage.ts';
import { EvaluationRecord } from './evaluate/evaluationRecord.ts';
import { type EvaluationParts, EvaluationRun } from './evaluate/evaluationRun.ts';
import { experimentsOf } from './evaluate/experiments.ts';
import {
  evaluateCommandLine,
  evaluationEnvironment,
  plannedEnvironment,
} from './evaluate/makeEnvironment.ts';
import { MasksFolder } from './evaluate/masksFolder.ts';
import { lockOutput } from './evaluate/outputLock.ts';
import { ProgressLine } from './evaluate/progressLine.ts';
import { checkInputs, checkResumable, checkSequences, presentFiles } from './evaluate/resume.ts';
import { RunsFolder } from './evaluate/runsFolder.ts';
import { servedInputs } from './evaluate/servedInputs.ts';
import { formatShard, sequencesOfShard } from './evaluate/shard.ts';
import { stoppedText } from './evaluate/stoppedText.ts';
import { listenForStop, type StopSignal } from './evaluate/stopSignal.ts';
import { waitingExperiments } from './evaluate/waitingExperiments.ts';

const MODELS = fileURLToPath(new URL('../../models/', import.meta.url));

/**
 * Evaluates columns of many sequences with the app in headless Chromium and writes a result
 * file. The file is written after every experiment, and the same command continues an interrupted
 * evaluation. A failed experiment does not stop the others.
 *
 * @param onWritten called whenever the file has been written
 * @returns the exit code: 1 if an experiment failed or there are no results
 */
async function evaluate(
  options: EvaluateOptions,
  stop: StopSignal,
  onWritten: () => void,
): Promise<number> {
  const executablePath = findBrowser();
  if (!executablePath) throw new Error(NO_BROWSER);
  await davisHome(resolve(options.davis), '--davis');
  const lock = await lockOutput(options.out);
  try {
    return await evaluateLocked(options, executablePath, stop, onWritten);
  } finally {
    await lock.release();
  }
}

async function evaluateLocked(
  options: EvaluateOptions,
  executablePath: string,
  stop: StopSignal,
  onWritten: () => void,
): Promise<number> {
  const earlier = options.restart ? null : await readUnfinished(options.out);
  if (earlier) {
    const present = presentFiles(MODELS, options.weights);
    await checkResumable(earlier, options.out, plannedEnvironment(options, [], []), present);
  }
  await assertWritable(options.out);
  const masks = options.masks === null ? null : new MasksFolder(options.masks);
  await masks?.prepare();
  const isSingle = options.columnLists.length === 1;
  const runs = options.runs === null ? null : new RunsFolder(options.runs, isSingle);
  await runs?.prepare();
  stop.signal.throwIfAborted();
  const server = await startApp(resolve(options.davis));
  const switches = [...BROWSER_SWITCHES, ...(options.provider === 'wasm' ? [] : WEBGPU_SWITCHES)];
  const launch = { executablePath, args: switches };
  const page = new EvaluationPage(server.url, launch, options.weights, stop.signal);
  try {
    const inputOf = servedInputs(server.url, options.frames, stop.signal);
    return await evaluateIn({ page, inputOf, options, earlier, runs, masks, onWritten });
  } finally {
    await page.close();
    await server.close();
  }
}

interface Evaluation extends Pick<EvaluationParts, 'options' | 'runs' | 'masks'> {
  /** Input of a sequence, see `Provenance.input`; null if it cannot be opened. */
  readonly inputOf: (name: string) => Promise<string | null>;
  readonly page: EvaluationPage;
  readonly earlier: ResultSet | null;
  readonly onWritten: () => void;
}

async function evaluateIn(evaluation: Evaluation): Promise<number> {
  const { page, inputOf, options, earlier, runs, masks, onWritten } = evaluation;
  const offer = await page.offer();
  // Nothing is written: the right folder would then be refused for its other sequences.
  if (offer.folderProblem !== null) throw new Error(offer.folderProblem);
  const brokenNames = offer.broken.map(({ name }) => name);
  const allNames = sequencesOfShard(options.sequences ?? [...offer.names, ...brokenNames], null);
  if (earlier) {
    checkSequences(earlier, options.out, allNames);
    await checkInputs(earlier, options.out, inputOf);
  }

  const names = sequencesOfShard(allNames, options.shard);
  const record = new EvaluationRecord(earlier);
  const { columnLists } = options;
  const runnable = names.filter((name) => !brokenNames.includes(name));
  const experiments = experimentsOf({ names: runnable, columnLists });
  const waiting = await waitingExperiments(experiments, record, masks);
  record.dropOldFailures(waiting);
  const line = new ProgressLine(process.stderr);
  const broken = offer.broken.filter(({ name }) => names.includes(name));
  for (const { name, problem } of broken) {
    record.failWhole(name, problem);
    line.print(`${name}: FAILED. ${problem}`);
  }
  const commandLine = evaluateCommandLine(process.argv.slice(2));
  const save = async () => {
    const { sequences, failures } = record;
    const planned = plannedEnvironment(options, sequences, allNames);
    const environment = evaluationEnvironment(planned, record, page.browserVersion, commandLine);
    await writeEvaluation(options.out, { environment, sequences, failures });
    onWritten();
  };
  // Late, because with --restart this overwrites an earlier evaluation.
  await save();
  const done = experiments.length - waiting.length;
  if (done > 0)
    line.print(`${options.out} already has ${done} of ${experiments.length} experiments.`);
  const lacking = waiting.filter((experiment) => record.resultOf(experiment)).length;
  if (lacking > 0) {
    line.print(`${options.masks} lacks the masks of ${lacking} experiments, which are run again.`);
  }
  try {
    const { frames, warnings } = offer;
    const state = { record, runs, masks, line, save };
    const plan = { options, experiments, waiting, frames, warnings };
    await new EvaluationRun({ page, ...plan, ...state }).run();
  } finally {
    line.close();
  }
  if (options.shard && allNames.length > 0 && names.length === 0) {
    line.print(`Shard ${formatShard(options.shard)} of ${allNames.length} sequences is empty.`);
  } else if (record.sequences.length === 0) {
    line.print('No sequence was evaluated.');
    return 1;
  }
  return record.failures.length > 0 ? 1 : 0;
}

const stop = listenForStop();
let options: EvaluateOptions | null = null;
let isWritten = false;
try {
  options = parseEvaluateOptions(process.argv.slice(2));
  process.exitCode = await evaluate(options, stop, () => {
    isWritten = true;
  });
} catch (error) {
  const stopped = stop.exitCode();
  if (options && stopped !== null && isAbort(error)) {
    console.error(stoppedText(options, isWritten));
  } else if (options) {
    console.error(error instanceof Error ? error.message : error);
  } else {
    console.error(`${error instanceof Error ? error.message : error}\n\n${EVALUATE_USAGE}`);
  }
  process.exitCode = stopped ?? 2;
} finally {
  stop.close();
}
