import { parseArgs } from 'node:util';

export const BLOCKS_USAGE = `npm run --silent blocks -- VIDEO --out FILE.json [--units]

  VIDEO             an HEVC video: .mkv, .mp4, .mov or .hevc, of any encoder
  --out FILE.json   file for the blocks of its pictures
  --units           also every coding unit, with its prediction and transform units`;

export interface BlocksOptions {
  readonly video: string;
  readonly out: string;
  readonly units: boolean;
}

/**
 * Parses the command line.
 *
 * @throws Error that describes the invalid option
 */
export function parseBlocksOptions(args: readonly string[]): BlocksOptions {
  const { values, positionals } = parseArgs({
    args: [...args],
    allowPositionals: true,
    options: { out: { type: 'string' }, units: { type: 'boolean', default: false } },
  });
  const [video, ...others] = positionals;
  if (!video) throw new Error('VIDEO is missing: the HEVC video.');
  if (others.length > 0) throw new Error(`Only one video is read at a time, not ${others[0]} too.`);
  if (!values.out) throw new Error('--out FILE.json is missing: the file to write.');
  return { video, out: values.out, units: values.units };
}
