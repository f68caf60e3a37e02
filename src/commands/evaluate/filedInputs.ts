import type { ResultSet } from '../../results/resultFile.ts';
import type { PlannedEnvironment } from './environment.ts';

/** What something in a file was computed from: `input` as in `Provenance`. */
export interface FiledInput {
  readonly name: string;
  readonly input: string;
}

/** The sequences that a file's results, and the CRFs that it found, were computed from. */
export function filedInputs(
  { sequences }: ResultSet,
  { targetRates = {} }: PlannedEnvironment,
): FiledInput[] {
  return [
    ...sequences.map(({ name, provenance }) => ({ name, input: provenance.input })),
    ...Object.entries(targetRates).flatMap(([name, { input }]) =>
      input === null ? [] : { name, input },
    ),
  ];
}
