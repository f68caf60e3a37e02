import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/** Speed of the official functions, or a sentence that says why it was not measured. */
export type OfficialScoring = z.infer<typeof measured> | { readonly notMeasured: string };

const measured = z
  .object({
    /** Frames of J and F a second, the best round. */
    JF: z.number(),
    /** Over all frames of all sequences, the first and the last included. */
    mean: z.object({ J: z.number(), F: z.number() }),
    versions: z.record(z.string(), z.string()),
  })
  .readonly();

const answer = z.union([measured, z.object({ problem: z.string() })]);

/** The interpreter: $PYTHON, or else the python3 of the search path. */
const PYTHON = process.env.PYTHON || 'python3';
const HOW = `Give --official DIR or DAVIS2017_EVALUATION, a checkout of github.com/davisvideochallenge/davis2017-evaluation, and in $PYTHON an interpreter with numpy, opencv-python-headless, scikit-image and pillow.`;

/**
 * Times J and F of the official davis2017-evaluation with one thread on the masks that
 * `scoringSpeed` scores.
 *
 * @param official a checkout of it; null where Python has the package installed
 */
export function timeOfficialScoring(
  annotations: string,
  predictions: string,
  rounds: number,
  official: string | null,
): OfficialScoring {
  if (!existsSync(annotations) || !existsSync(predictions)) {
    return { notMeasured: `${annotations} or ${predictions} is not here.` };
  }
  if (official && !existsSync(join(official, 'davis2017'))) {
    return { notMeasured: `${official} holds no davis2017-evaluation. ${HOW}` };
  }
  const script = resolve(import.meta.dirname, 'officialScoring.py');
  const folders = [annotations, predictions, String(rounds), ...(official ? [official] : [])];
  const { status, stdout, stderr, error } = spawnSync(PYTHON, [script, ...folders], {
    encoding: 'utf8',
  });
  if (error) return { notMeasured: `${PYTHON} does not run (${error.message}). ${HOW}` };
  if (status !== 0) {
    const last = stderr.trim().split('\n').at(-1);
    return { notMeasured: `The official functions failed: ${last}.` };
  }
  const result = answer.parse(JSON.parse(stdout));
  return 'problem' in result ? { notMeasured: `${result.problem}. ${HOW}` } : result;
}
