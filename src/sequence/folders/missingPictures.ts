import { fileName, frameName } from '../../files/fileNames.ts';
import type { FoundFile } from '../../files/foundFile.ts';
import { listNames } from '../../messageWords.ts';

/** A name split at its last number. */
const NUMBERED = /^(?<before>.*?)(?<digits>\d+)(?<after>\D*)$/;

/**
 * Warns of gaps in the numbering of pictures, e.g. if `00007.jpg` is missing between `00006.jpg`
 * and `00008.jpg`. The expected step is the most common one (5 in YouTube-VOS). Does not warn if
 * names have no numbers or no common step.
 *
 * @param name of the sequence
 * @param pictures in display order
 */
export function missingPictureWarnings(name: string, pictures: readonly FoundFile[]): string[] {
  const numbered = pictures.map(({ path }) => numberedName(fileName(path)));
  const steps = numbered.slice(1).map((picture, index) => distance(numbered[index], picture));
  const step = usualStep(steps);
  if (step === null) return [];
  const gaps = steps.flatMap((found, index) => {
    const before = numbered[index];
    return before && found !== null && found > step ? [gapText(before, found, step)] : [];
  });
  if (gaps.length === 0) return [];
  return [`Some pictures of ${name} seem to be missing: ${listNames(gaps)}. It runs without them.`];
}

interface NumberedName {
  readonly before: string;
  readonly digits: string;
  readonly after: string;
}

function numberedName(name: string): NumberedName | null {
  const bare = frameName(name);
  const parts = NUMBERED.exec(bare)?.groups;
  if (!parts) return null;
  const { before = '', digits = '', after = '' } = parts;
  return { before, digits, after: after + name.slice(bare.length) };
}

/** The difference between two numbers; null if the rest of the names differs. */
function distance(
  from: NumberedName | null | undefined,
  to: NumberedName | null | undefined,
): number | null {
  if (!from || !to || from.before !== to.before) return null;
  return Number(to.digits) - Number(from.digits);
}

/** The step of at least half of the names, the smaller one of a tie; null if there is none. */
function usualStep(steps: readonly (number | null)[]): number | null {
  const counts = new Map<number, number>();
  for (const step of steps) {
    if (step !== null && step > 0) counts.set(step, (counts.get(step) ?? 0) + 1);
  }
  const [usual] = [...counts].toSorted((a, b) => b[1] - a[1] || a[0] - b[0]);
  return usual && usual[1] * 2 >= steps.length ? usual[0] : null;
}

/** `00007.jpg`, or `00007.jpg to 00009.jpg`. */
function gapText({ before, digits, after }: NumberedName, found: number, step: number): string {
  const nameOf = (offset: number) =>
    before + String(Number(digits) + offset).padStart(digits.length, '0') + after;
  const last = (Math.ceil(found / step) - 1) * step;
  return last > step ? `${nameOf(step)} to ${nameOf(last)}` : nameOf(step);
}
