import { RUN_EXTENSION } from '../experiment/runExtension.ts';
import { fileSha256 } from '../files/fileSha256.ts';
import type { NamedFile } from '../files/namedFile.ts';

/** Enough to tell the runs of a talk apart. */
const DIGITS = 8;

/**
 * A run as a file of a talk, named by its content: the same run of several views is there once.
 *
 * @throws Problem naming the file if it cannot be read
 */
export async function talkRun({ name, data }: NamedFile): Promise<NamedFile> {
  const hash = (await fileSha256(data, name)).slice(0, DIGITS);
  const word = name
    .replace(new RegExp(`\\.${RUN_EXTENSION}$`), '')
    .replace(/[^\p{L}\p{N}]+/gu, '-');
  return { name: `talk-${word}-${hash}.${RUN_EXTENSION}`, data };
}

/** True for a name of {@link talkRun}. */
export function isTalkRun(name: string): boolean {
  return new RegExp(`^talk-.*-[0-9a-f]{${DIGITS}}\\.${RUN_EXTENSION}$`).test(name);
}

/** The address of a state, shown from a run. */
export function fromRun(address: string, run: string): string {
  return `${address}&run=${encodeURIComponent(run)}`;
}
