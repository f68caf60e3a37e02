import { basename } from 'node:path';
import { carryMasks, extractMasks } from '../../codec/maskCarrier.ts';
import { evenSize } from '../../codec/padding.ts';
import { readStreamContents } from '../../codec/streamContents.ts';
import type { NamedFile } from '../../files/namedFile.ts';
import { isMaskFile, readMaskFile, writeMaskFile } from '../../masks/maskFile.ts';
import { firstHeader } from '../../masks/maskStream.ts';
import { Problem } from '../../problem.ts';
import { formatSize, sameSize } from '../../sequence/frames.ts';
import { assertWritable, readCommandFile, writeCommandFile } from '../commandFiles.ts';
import type { MasksOptions } from './masksOptions.ts';

/**
 * Reads the packets of a mask stream, from a `.msk` file or a video that carries one.
 *
 * @returns packets in order; null for a missing packet
 * @throws Problem when the file has no mask stream or cannot be read
 */
export async function readMaskPackets(path: string): Promise<(Uint8Array | null)[]> {
  const file = await openFile(path);
  const start = new Uint8Array(await file.data.slice(0, 4).arrayBuffer());
  if (isMaskFile(start)) {
    return readMaskFile(new Uint8Array(await file.data.arrayBuffer()), file.name);
  }
  return [...(await carriedMasks(file)).packets];
}

/** @throws Problem when the file carries no masks or cannot be read */
async function carriedMasks(file: NamedFile) {
  const carried = await extractMasks(file);
  if (!carried) {
    throw new Problem(
      `${file.name} carries no masks.`,
      'Choose a video that Maskscope or mux wrote.',
    );
  }
  return carried;
}

/** Adds a mask stream to a video. */
export async function mux({
  video: videoPath,
  input,
  output,
  replace,
}: Extract<MasksOptions, { command: 'mux' }>): Promise<void> {
  await assertWritable(output);
  const video = await openFile(videoPath);
  const packets = await readMaskPackets(input);
  const present = packets.filter((packet) => packet !== null);
  if (present.length < packets.length) {
    throw new Problem(
      `${basename(input)} lacks the masks of ${packets.length - present.length} of ${packets.length} pictures.`,
      'Get the file again, or encode the masks again.',
    );
  }
  await checkSizes(video, { packets: present }, basename(input));
  const { video: data, notes } = await carryMasks(video, present, { replace });
  for (const note of notes) console.error(note);
  await writeCommandFile(output, new Uint8Array(await data.arrayBuffer()));
}

/** Refuses masks whose size does not match the video. */
async function checkSizes(
  video: NamedFile,
  stream: { readonly packets: readonly Uint8Array[] },
  name: string,
): Promise<void> {
  const masks = firstHeader(stream)?.size;
  const { size } = await readStreamContents(video);
  if (!masks || !size || sameSize(masks, size) || sameSize(evenSize(masks), size)) return;
  throw new Problem(
    `${video.name} has pictures of ${formatSize(size)}, ${name} maps of ${formatSize(masks)}.`,
    'Choose the masks of this video.',
  );
}

/**
 * Extracts the mask stream of a video. Missing packets are reported by frame.
 *
 * @returns the exit code: 1 if packets are missing
 */
export async function demux({
  input,
  output,
  video,
}: Extract<MasksOptions, { command: 'demux' }>): Promise<number> {
  const carried = await carriedMasks(await openFile(input));
  await writeCommandFile(output, writeMaskFile(carried));
  if (video) {
    for (const note of carried.notes) console.error(note);
    await writeCommandFile(video, new Uint8Array(await carried.video.arrayBuffer()));
  }
  const missing = carried.packets.flatMap((packet, index) => (packet ? [] : [index]));
  for (const index of missing) console.error(`map ${index}: its message is missing or damaged`);
  return missing.length > 0 ? 1 : 0;
}

async function openFile(path: string): Promise<NamedFile> {
  return { name: basename(path), data: new Blob([await readCommandFile(path)]) };
}
