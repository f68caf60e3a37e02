import { count, listNames } from '../../messageWords.ts';
import { Problem } from '../../problem.ts';
import { configurationOf, differencesAmong, PROVIDER_FIELD } from '../evaluate/environment.ts';
import { compareNames } from '../evaluate/experiments.ts';
import { filedInputs } from '../evaluate/filedInputs.ts';
import type { PlannedFile } from './plannedFile.ts';

/**
 * Refuses files of different configurations.
 *
 * @throws Problem that contains the fields that differ, their values and files
 */
export function refuseOtherConfigurations(files: readonly PlannedFile[]): void {
  const differences = differencesAmong(
    files.map((file) => ({
      place: file.file,
      // The provider that ran: with `--ep auto` the browser chose it.
      configuration: { ...configurationOf(file.planned), ...providerOf(file) },
    })),
  );
  if (differences.length === 0) return;
  throw new Problem(
    `The files are of different configurations: ${differences.join(', ')}.`,
    'Merge only files of the same configuration, or evaluate those that differ again.',
  );
}

/**
 * Refuses files in which a sequence was computed from different pictures or annotations.
 *
 * @throws Problem that contains the first such sequence, and the inputs with their files
 */
export function refuseOtherInputs(files: readonly PlannedFile[]): void {
  const filesOf = new Map<string, Map<string, Set<string>>>();
  for (const { file, set } of files) {
    for (const { name, input } of filedInputs(set)) {
      const inputs = filesOf.get(name) ?? new Map<string, Set<string>>();
      filesOf.set(name, inputs);
      inputs.set(input, (inputs.get(input) ?? new Set()).add(file));
    }
  }
  const differing = [...filesOf].filter(([, inputs]) => inputs.size > 1);
  const [first] = differing.sort(([a], [b]) => compareNames(a, b));
  if (!first) return;
  const [name, inputs] = first;
  const places = [...inputs].map(
    ([input, names]) => `${input.slice(0, 12)}… in ${listNames([...names])}`,
  );
  const others =
    differing.length > 1
      ? ` This is also the case for ${count(differing.length - 1, 'other sequence')}.`
      : '';
  throw new Problem(
    `${name} was computed from different pictures or annotations: SHA-256 ${places.join('; ')}.${others}`,
    'Find out which folder has the right files, and evaluate the others again.',
  );
}

function providerOf({ set }: PlannedFile): Record<string, string> {
  const all = set.sequences.flatMap(({ columns }) => columns.map(({ provider }) => provider));
  if (all.length === 0) return {};
  return { [PROVIDER_FIELD]: [...new Set(all)].sort().join(' and ') };
}
