import { fileName, frameName } from '../../files/fileNames.ts';
import type { FoundFile } from '../../files/foundFile.ts';
import { listNames } from '../messageWords.ts';

/** What stands before the last number of a name, that number, and what comes after it. */
const NUMBERED = /^(?<before>.*?)(?<digits>\d+)(?<after>\D*)$/;

/**
 * Warns of pictures that seem to be missing in the middle: `00007.jpg` between `00006.jpg` and
 * `00008.jpg`. Names are held to the step that most of them keep (YouTube-VOS has every fifth
 * frame); names without numbers, or with numbers that keep no step, tell nothing.
 *
 * @param name the sequence's
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
  return [
    `Pictures are missing in the middle of ${name}: ${listNames(gaps)}. It runs as if there were none between.`,
  ];
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

/** How far one number lies behind the other; null for names that are not of one series. */
function distance(
  from: NumberedName | null | undefined,
  to: NumberedName | null | undefined,
): number | null {
  if (!from || !to || from.before !== to.before) return null;
  return Number(to.digits) - Number(from.digits);
}

/** The step that at least half of the names keep, the smaller of two; null where there is none. */
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
