import type { NamedFile } from '../files/namedFile.ts';
import { Problem } from '../problem.ts';
import type { HevcPicture, HevcPictures } from './bitstream/hevcPictures.ts';
import { MASK_MESSAGE_VERSION, maskUnit } from './bitstream/maskMessage.ts';
import { openHevc } from './container/openHevc.ts';
import { groupPackets, PICTURES_PER_MESSAGE } from './maskGroups.ts';

export interface CarryOptions {
  /**
   * Most packets in a message, 1 or more. A message costs 26 bytes besides its packets and their
   * lengths: with one a picture, as much as half of the masks. A new one starts at every key picture,
   * so that a video cut there keeps its masks. Default 8, the experiment's distance of key pictures.
   */
  readonly picturesPerMessage?: number;
  /** True to replace masks that the video carries already; false (the default) refuses such a video. */
  readonly replace?: boolean;
}

/**
 * Puts a mask stream into an HEVC video: SEI messages that every decoder skips, ahead of the first
 * slices of its pictures (see {@link MaskMessage}). The file stays of its kind: `.mkv`, `.mp4`,
 * `.mov` or a bare stream.
 *
 * @param packets one for each picture in display order; may be empty
 * @throws Problem that names the file when it is not HEVC, damaged, has another number of pictures,
 *   or carries masks already
 * @throws RangeError for picturesPerMessage below 1
 */
export async function carryMasks(
  file: NamedFile,
  packets: readonly Uint8Array[],
  { picturesPerMessage = PICTURES_PER_MESSAGE, replace = false }: CarryOptions = {},
): Promise<Blob> {
  if (!(Number.isInteger(picturesPerMessage) && picturesPerMessage > 0)) {
    throw new RangeError(
      `picturesPerMessage is a whole number from 1 on, not ${picturesPerMessage}`,
    );
  }
  const video = await openHevc(file);
  if ('otherCodec' in video) {
    throw new Problem(
      `${file.name} is ${video.otherCodec}, and masks travel in HEVC only.`,
      'Choose a video that x265 made.',
    );
  }
  const { pictures } = video;
  if (pictures.length !== packets.length) {
    throw new Problem(
      `${file.name} has ${pictures.length} pictures, the mask stream ${packets.length} maps.`,
      'Choose the masks of this video: one for each of its pictures.',
    );
  }
  if (!replace && pictures.some(({ messages }) => messages.length > 0)) {
    throw new Problem(
      `${file.name} carries masks already.`,
      'Take them out first (demux), or say that they are to be replaced.',
    );
  }
  const damaged = pictures.find(({ temporalIdPlus1 }) => temporalIdPlus1 === null);
  if (damaged) {
    throw new Problem(
      `Picture ${damaged.place} of ${file.name} is damaged.`,
      'Copy or encode it again.',
    );
  }
  const groups = groupPackets(pictures, packets, picturesPerMessage);
  return video.replaceMessages(
    pictures.map(({ place, temporalIdPlus1 }) => {
      const group = groups.get(place);
      return group ? maskUnit(group, temporalIdPlus1 ?? 1) : null;
    }),
  );
}

/** What was found in a video that carries masks. */
export interface CarriedMasks {
  /**
   * One for each picture in display order; null where its message is missing or damaged. Damage that
   * leaves the message's shape intact shows only in the mask stream's own checksums.
   */
  readonly packets: (Uint8Array | null)[];
  /** The video without them; see {@link withoutMasks}. */
  readonly video: Blob;
  /**
   * All bits that the messages add to the stream: packets and their lengths, UUIDs, unit headers,
   * emulation prevention bytes, and four bytes a unit for its start code or length, as the video's
   * bits are counted.
   */
  readonly maskBits: number;
}

/**
 * Reads back what {@link carryMasks} put in. Damaged messages lose their own packets and no others.
 *
 * @returns null for a video without masks, of any codec
 * @throws Problem that names the file when the video cannot be read, or when its masks were written
 *   by a newer version
 */
export async function extractMasks(file: NamedFile): Promise<CarriedMasks | null> {
  const video = await openHevc(file);
  if ('otherCodec' in video) return null;
  const messages = video.pictures.flatMap((picture) => picture.messages);
  if (video.messageBytes === 0) return null;
  if (messages.length > 0 && messages.every(({ version }) => (version ?? 0) > NEWEST)) {
    throw new Problem(
      `${file.name} carries masks of version ${messages[0]?.version}, which a newer Maskscope wrote; this one reads version ${NEWEST}.`,
      'Open it with a newer Maskscope.',
    );
  }
  return {
    packets: placedPackets(video.pictures),
    video: await plainVideo(video),
    maskBits: video.messageBytes * 8,
  };
}

const NEWEST = MASK_MESSAGE_VERSION;

function placedPackets(pictures: readonly HevcPicture[]): (Uint8Array | null)[] {
  const packets: (Uint8Array | null)[] = pictures.map(() => null);
  for (const { place, messages } of pictures.toSorted((a, b) => a.place - b.place)) {
    const intact = messages.find((message) => message.packets !== null)?.packets ?? [];
    for (const [ahead, packet] of intact.entries()) {
      if (place + ahead < packets.length) packets[place + ahead] ??= packet;
    }
  }
  return packets;
}

/**
 * The video without its masks. Its elementary stream is, byte for byte, the one that
 * {@link carryMasks} was given; a file that carries none comes back as it is.
 *
 * @throws Problem that names the file when it cannot be read
 */
export async function withoutMasks(file: NamedFile): Promise<Blob> {
  const video = await openHevc(file);
  return 'otherCodec' in video || video.messageBytes === 0 ? file.data : plainVideo(video);
}

function plainVideo(video: HevcPictures): Promise<Blob> {
  return video.replaceMessages(video.pictures.map(() => null));
}
