import type { ResultSet } from '../../results/resultFile.ts';

/** A sequence in a file and its input, see `Provenance.input`. */
export interface FiledInput {
  readonly name: string;
  readonly input: string;
}

/** The inputs of a file's results. */
export function filedInputs({ sequences }: ResultSet): FiledInput[] {
  return sequences.map(({ name, provenance }) => ({ name, input: provenance.input }));
}
