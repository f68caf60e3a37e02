import { chooseScale } from '../masks/chooseScale.ts';
import { DamageLog, MaskStreamDecoder } from '../masks/decodeMaskStream.ts';
import { encodeMaskStream } from '../masks/encodeMaskStream.ts';
import { writeMaskFile } from '../masks/maskFile.ts';
import { firstHeader, isRefresh, maskBitsPerPixel } from '../masks/maskStream.ts';
import { encodeForRate } from '../masks/targetRate.ts';
import { describeError, Problem } from '../problem.ts';
import type { FrameSize } from '../sequence/frames.ts';
import { assertWritable, writeCommandFile } from './commandFiles.ts';
import { openMapFolder, readMapFolder } from './masks/maskFolders.ts';
import { demux, mux, readMaskPackets } from './masks/maskMuxing.ts';
import { MASKS_USAGE, type MasksOptions, parseMasksOptions } from './masks/masksOptions.ts';

/**
 * Encodes label maps as a mask stream, decodes them, and adds a mask stream to a video or extracts
 * it.
 *
 * @returns the exit code: 1 if maps are damaged or the rate is too low
 */
async function masks(options: MasksOptions): Promise<number> {
  if (options.command === 'encode') return encode(options);
  if (options.command === 'demux') return demux(options);
  if (options.command === 'mux') {
    await mux(options);
    return 0;
  }
  const { input } = options;
  const packets = await readMaskPackets(input);
  const log = new DamageLog();
  const decoder = new MaskStreamDecoder();
  const write = options.command === 'decode' ? await openMapFolder(options.output) : null;
  for (const [index, packet] of packets.entries()) {
    const map = decoder.decode(packet);
    log.note(map, decoder);
    if (map && decoder.size) await write?.(index, map.ids, decoder.size);
  }
  const { size } = decoder;
  if (!size) throw new Problem(`${input} has no map that can be decoded.`, 'Get the file again.');
  if (options.command === 'info') printInfo(input, packets, size);
  return reportDamage(log);
}

async function encode({
  input,
  output,
  settings,
  targetBpp,
}: Extract<MasksOptions, { command: 'encode' }>): Promise<number> {
  await assertWritable(output);
  const source = await readMapFolder(input);
  const stream =
    targetBpp === null
      ? encodeMaskStream(source, chooseScale(source, settings))
      : encodeForRate(source, settings, targetBpp).stream;
  await writeCommandFile(output, writeMaskFile(stream));
  const bpp = maskBitsPerPixel(stream, source.size);
  console.error(`${source.count} maps, ${bpp.toFixed(5)} bits per pixel`);
  if (targetBpp !== null && bpp > targetBpp) {
    console.error(`Even the lowest quality takes more than ${targetBpp} bits per pixel.`);
    return 1;
  }
  return 0;
}

function printInfo(name: string, packets: readonly (Uint8Array | null)[], size: FrameSize): void {
  const known = packets.filter((packet) => packet !== null);
  const header = firstHeader({ packets: known });
  const info = {
    name,
    ...size,
    scale: header?.scale,
    ids: header?.ids,
    maps: packets.length,
    refreshes: known.filter(isRefresh).length,
    bitsPerPixel: maskBitsPerPixel({ packets: known }, size),
    bytes: packets.map((packet) => packet?.length ?? null),
  };
  process.stdout.write(`${JSON.stringify(info, null, 2)}\n`);
}

function reportDamage({ damage }: DamageLog): number {
  const damaged = damage.flatMap((text, index) => (text === null ? [] : [`map ${index}: ${text}`]));
  for (const line of damaged) console.error(line);
  return damaged.length > 0 ? 1 : 0;
}

let options: MasksOptions | null = null;
try {
  options = parseMasksOptions(process.argv.slice(2));
} catch (error) {
  console.error(`${error instanceof Error ? error.message : error}\n\n${MASKS_USAGE}`);
  process.exitCode = 2;
}
try {
  if (options) process.exitCode = await masks(options);
} catch (error) {
  console.error(describeError(error));
  process.exitCode = 2;
}
