import { Problem } from '../../problem.ts';
import { listNames } from '../../sequence/messageWords.ts';
import { configurationOf, differencesAmong, PROVIDER_FIELD } from '../evaluate/environment.ts';
import { compareNames } from '../evaluate/experiments.ts';
import { filedInputs } from '../evaluate/filedInputs.ts';
import type { PlannedFile } from './plannedFile.ts';

/**
 * Refuses files of different configurations: what one file does not know, another may.
 *
 * @throws Problem that names each field that differs, its values and their files
 */
export function refuseOtherConfigurations(files: readonly PlannedFile[]): void {
  const differences = differencesAmong(
    files.map((file) => ({
      place: file.file,
      // What really ran, where the option left the choice to the browser.
      configuration: { ...configurationOf(file.planned), ...providerOf(file) },
    })),
  );
  if (differences.length === 0) return;
  throw new Problem(
    `The files are of different configurations: ${differences.join(', ')}.`,
    'Merge files of one configuration only; evaluate those that differ again.',
  );
}

/**
 * Refuses files whose results of one sequence were computed from different pictures or annotations.
 *
 * @throws Problem that names the first such sequence, and the files by what they were computed from
 */
export function refuseOtherInputs(files: readonly PlannedFile[]): void {
  const filesOf = new Map<string, Map<string, Set<string>>>();
  for (const { file, set, planned } of files) {
    for (const { name, input } of filedInputs(set, planned)) {
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
  const others = differing.length > 1 ? ` So were ${differing.length - 1} other sequences.` : '';
  throw new Problem(
    `${name} was computed from different pictures or annotations: SHA-256 ${places.join('; ')}.${others}`,
    'Find out which folder holds the right ones, and evaluate the others again.',
  );
}

function providerOf({ set }: PlannedFile): Record<string, string> {
  const all = set.sequences.flatMap(({ columns }) =>
    Object.values(columns).map(({ provider }) => provider),
  );
  if (all.length === 0) return {};
  return { [PROVIDER_FIELD]: [...new Set(all)].sort().join(' and ') };
}
