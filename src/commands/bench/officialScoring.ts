import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { z } from 'zod';

/** Speed of the official functions, or a sentence about why it was not measured. */
export type OfficialScoring = z.infer<typeof measured> | { readonly notMeasured: string };

const measured = z
  .object({
    /** Frames of J and F per second in the best round. */
    JF: z.number(),
    /** Means over all frames of all sequences, including the first and the last. */
    mean: z.object({ J: z.number(), F: z.number() }),
    versions: z.record(z.string(), z.string()),
  })
  .readonly();

const answer = z.union([measured, z.object({ problem: z.string() })]);

/** The interpreter: $PYTHON, or python3 on the search path. */
const PYTHON = process.env.PYTHON || 'python3';
const HOW = `Set --official DIR or DAVIS2017_EVALUATION to a checkout of github.com/davisvideochallenge/davis2017-evaluation, and PYTHON to an interpreter with numpy, opencv-python-headless, scikit-image and pillow.`;

/**
 * Times J and F of the official davis2017-evaluation with one thread, on the same masks as
 * `scoringSpeed`.
 *
 * @param official a checkout of davis2017-evaluation; null if the Python package is installed
 */
export function timeOfficialScoring(
  annotations: string,
  predictions: string,
  rounds: number,
  official: string | null,
): OfficialScoring {
  if (!existsSync(annotations) || !existsSync(predictions)) {
    return { notMeasured: `${annotations} or ${predictions} does not exist.` };
  }
  if (official && !existsSync(join(official, 'davis2017'))) {
    return { notMeasured: `${official} contains no davis2017-evaluation. ${HOW}` };
  }
  const script = resolve(import.meta.dirname, 'officialScoring.py');
  const folders = [annotations, predictions, String(rounds), ...(official ? [official] : [])];
  const { status, stdout, stderr, error } = spawnSync(PYTHON, [script, ...folders], {
    encoding: 'utf8',
  });
  if (error) return { notMeasured: `${PYTHON} cannot be started (${error.message}). ${HOW}` };
  if (status !== 0) {
    const last = stderr.trim().split('\n').at(-1);
    return { notMeasured: `The official functions failed: ${last}.` };
  }
  const result = answer.parse(JSON.parse(stdout));
  return 'problem' in result ? { notMeasured: `${result.problem}. ${HOW}` } : result;
}
