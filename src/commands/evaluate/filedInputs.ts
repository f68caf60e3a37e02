import type { ResultSet } from '../../results/resultFile.ts';
import type { PlannedEnvironment } from './environment.ts';

/** A sequence in a file and its input, see `Provenance.input`. */
export interface FiledInput {
  readonly name: string;
  readonly input: string;
}

/** The inputs of a file's results and of the CRFs that were found for a target rate. */
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
