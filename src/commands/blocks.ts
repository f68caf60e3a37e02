import { describeError } from '../problem.ts';
import { BLOCKS_USAGE, type BlocksOptions, parseBlocksOptions } from './blocks/blocksOptions.ts';
import { writeBlocks } from './blocks/writeBlocks.ts';
import { assertWritable } from './commandFiles.ts';

// Writes what an encoder did to every block of an HEVC video. Exits with 1 if a picture is damaged or
// cannot be read; the others are written all the same.

let options: BlocksOptions | null = null;
try {
  options = parseBlocksOptions(process.argv.slice(2));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${BLOCKS_USAGE}`);
  process.exitCode = 2;
}
try {
  if (options) {
    await assertWritable(options.out);
    process.exitCode = (await writeBlocks(options, console.error)) ? 0 : 1;
  }
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 2;
}
