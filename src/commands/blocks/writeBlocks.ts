import { open, rename, rm } from 'node:fs/promises';
import { basename } from 'node:path';
import { StreamBlocks } from '../../hevc/streamBlocks.ts';
import { notWritable, readCommandFile, trialPath } from '../commandFiles.ts';
import { packageVersions } from '../packageVersions.ts';
import type { BlocksOptions } from './blocksOptions.ts';
import { BLOCKS_FORMAT, BLOCKS_VERSION, pictureRecord } from './pictureRecord.ts';

/**
 * Writes the blocks of a video's pictures. They are written one by one: all units of a long video
 * would not fit into one string.
 *
 * @param report called with a sentence for each picture that is damaged or cannot be read
 * @returns true if all pictures were read to their ends
 * @throws Problem if the video cannot be read or is not HEVC, or if the file cannot be written
 */
export async function writeBlocks(
  { video, out, units }: BlocksOptions,
  report: (text: string) => void,
): Promise<boolean> {
  const name = basename(video);
  const stream = await StreamBlocks.open({ name, data: new Blob([await readCommandFile(video)]) });
  let faults = 0;
  const partial = trialPath(out);
  try {
    const file = await open(partial, 'w');
    try {
      await file.write(`{\n${headJson(name)},\n"pictures": [`);
      for (let frame = 0; frame < stream.count; frame++) {
        const read = stream.read(frame);
        const fault = read.fault ?? read.blocks?.damage ?? null;
        if (fault !== null) {
          faults += 1;
          report(`${name}, frame ${frame}: ${fault}.`);
        }
        const json = JSON.stringify(pictureRecord(frame, read, units));
        await file.write(`${frame === 0 ? '' : ','}\n${json}`);
      }
      await file.write('\n]\n}\n');
    } finally {
      await file.close();
    }
    await rename(partial, out);
  } catch (cause) {
    await rm(partial, { force: true });
    throw cause instanceof Error && 'code' in cause ? notWritable(out, cause) : cause;
  }
  return faults === 0;
}

/** The properties before the pictures, without braces. */
function headJson(video: string): string {
  const { maskscope } = packageVersions();
  const head = { format: BLOCKS_FORMAT, version: BLOCKS_VERSION, maskscope, video };
  return JSON.stringify(head, null, 1).slice(2, -2);
}
