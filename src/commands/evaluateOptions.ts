import { parseArgs } from 'node:util';
import { CRF_RANGE, KEYINT_RANGE } from '../codec/x265.ts';
import { COMPUTED_COLUMNS, type ComputedColumn } from '../experiment/columns.ts';
import type { ProviderChoice } from '../networks/networksApi.ts';

export const EVALUATE_USAGE = `npm run --silent evaluate -- --davis DIR [options] --out FILE.json

  --davis DIR          folder in the DAVIS layout
  --sequences a,b      which sequences (default: all that the folder has)
  --crf N              constant rate factor, 0 to 51 (default: 45)
  --keyint N           largest distance between key frames (default: 8)
  --columns a,b        original, x265, ours (default: all three)
  --frames N           only the first N frames of each sequence, at least 3
  --ep wasm|webgpu     execution provider of the networks (default: the best there is)
  --out FILE.json      where the result goes`;

export interface EvaluateOptions {
  readonly davis: string;
  /** Null for all. */
  readonly sequences: readonly string[] | null;
  readonly crf: number;
  readonly keyint: number;
  readonly columns: readonly ComputedColumn[];
  readonly frames: number | null;
  readonly provider: ProviderChoice;
  readonly out: string;
}

/**
 * Reads the command line.
 *
 * @throws Error with a sentence that says which option is wrong
 */
export function parseEvaluateOptions(args: readonly string[]): EvaluateOptions {
  const { values } = parseArgs({
    args: [...args],
    options: {
      davis: { type: 'string' },
      sequences: { type: 'string' },
      crf: { type: 'string' },
      keyint: { type: 'string' },
      columns: { type: 'string' },
      frames: { type: 'string' },
      ep: { type: 'string' },
      out: { type: 'string' },
    },
  });
  if (!values.davis) throw new Error('--davis DIR is missing: a folder in the DAVIS layout.');
  if (!values.out) throw new Error('--out FILE.json is missing: where the result goes.');
  return {
    davis: values.davis,
    sequences: values.sequences?.split(',').filter(Boolean) ?? null,
    crf: integer('--crf', values.crf, CRF_RANGE.min, CRF_RANGE.max) ?? CRF_RANGE.default,
    keyint:
      integer('--keyint', values.keyint, KEYINT_RANGE.min, KEYINT_RANGE.max) ??
      KEYINT_RANGE.default,
    columns: values.columns ? parseColumns(values.columns) : COMPUTED_COLUMNS,
    frames: integer('--frames', values.frames, 3, 1_000_000),
    provider: parseProvider(values.ep),
    out: values.out,
  };
}

function integer(
  option: string,
  text: string | undefined,
  min: number,
  max: number,
): number | null {
  if (text === undefined) return null;
  const value = Number(text);
  if (!/^\d+$/.test(text) || value < min || value > max) {
    throw new Error(`${option} ${text} is not a whole number from ${min} to ${max}.`);
  }
  return value;
}

function parseColumns(text: string): ComputedColumn[] {
  return text.split(',').map((name) => {
    const column = COMPUTED_COLUMNS.find((known) => known === name);
    if (!column) {
      throw new Error(`--columns ${name}: there is ${COMPUTED_COLUMNS.join(', ')}.`);
    }
    return column;
  });
}

function parseProvider(text: string | undefined): ProviderChoice {
  if (text === undefined) return 'auto';
  if (text === 'wasm' || text === 'webgpu' || text === 'auto') return text;
  throw new Error(`--ep ${text}: there is wasm and webgpu.`);
}
