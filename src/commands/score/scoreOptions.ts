import { parseArgs } from 'node:util';

export const SCORE_USAGE = `npm run --silent score -- --annotations DIR --predictions DIR [options]

  --annotations DIR   ground truth: a folder SEQ/*.png for each sequence,
                      e.g. DAVIS/Annotations/480p
  --predictions DIR   masks to score, in folders and files with the same names
  --sequences a,b     sequences to score (default: all with annotations)
  --out FILE.json     file for the scores (default: standard output)
  --table             prints a Markdown table instead of JSON to standard output

Ids are palette indices, grey values, or 0 and 255 for one object. The first and the last annotated
frame are not scored, so they need no prediction.`;

export interface ScoreOptions {
  readonly annotations: string;
  readonly predictions: string;
  /** Null for all. */
  readonly sequences: readonly string[] | null;
  /** Null for standard output. */
  readonly out: string | null;
  readonly table: boolean;
}

/**
 * Parses the command line.
 *
 * @throws Error that describes the invalid option
 */
export function parseScoreOptions(args: readonly string[]): ScoreOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      annotations: { type: 'string' },
      predictions: { type: 'string' },
      sequences: { type: 'string' },
      out: { type: 'string' },
      table: { type: 'boolean', default: false },
    },
  });
  const { annotations, predictions, out, table } = values;
  if (!annotations) throw new Error('--annotations DIR is missing: the ground truth.');
  if (!predictions) throw new Error('--predictions DIR is missing: the masks to score.');
  if (out === '') throw new Error('--out needs a file name.');
  const sequences = values.sequences?.split(',').filter(Boolean) ?? null;
  if (sequences?.length === 0) throw new Error('--sequences has an empty list.');
  return {
    annotations,
    predictions,
    sequences: sequences && [...new Set(sequences)],
    out: out ?? null,
    table,
  };
}
