import { mkdir, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ComputedColumn } from '../../experiment/columns.ts';
import { filesOfZip } from '../../sequence/zipFiles.ts';
import type { PlannedExperiment } from './experiments.ts';

/**
 * Writes a column's masks below `DIR/COLUMN-NETWORK[-crfN]`: there they lie as the data set's
 * evaluation server and `npm run score` take them.
 *
 * @param archive the column's masks as the page exports them
 */
export async function saveMasks(
  directory: string,
  column: ComputedColumn,
  { network, crf }: PlannedExperiment,
  archive: Buffer,
): Promise<void> {
  // VOS on the originals is the same at every CRF.
  const parts = [column, network, ...(column === 'original' ? [] : [`crf${crf}`])];
  const folder = join(directory, parts.join('-'));
  const name = 'masks.zip';
  for (const file of await filesOfZip(new Blob([Uint8Array.from(archive)]), name)) {
    const path = join(folder, file.path.slice(name.length + 1));
    await mkdir(dirname(path), { recursive: true });
    await writeFile(path, new Uint8Array(await (await file.blob()).arrayBuffer()));
  }
}
