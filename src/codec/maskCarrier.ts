import type { NamedFile } from '../files/namedFile.ts';
import { Problem } from '../problem.ts';
import type { HevcPicture, HevcPictures } from './bitstream/hevcPictures.ts';
import { MASK_MESSAGE_VERSION, maskUnit } from './bitstream/maskMessage.ts';
import { openHevc } from './container/openHevc.ts';
import { groupPackets, PICTURES_PER_MESSAGE } from './maskGroups.ts';

export interface CarryOptions {
  /**
   * Maximum number of packets per message, at least 1; default 8, the experiment's key frame
   * distance. A message costs 26 bytes besides its packets and their lengths; with one message per
   * picture this adds up to half the size of the masks. Every key frame starts a new message, so
   * that a video cut there keeps its masks.
   */
  readonly picturesPerMessage?: number;
  /** True to replace masks that the video already carries; by default such a video is refused. */
  readonly replace?: boolean;
}

/**
 * Embeds a mask stream in an HEVC video, as SEI messages before the first slices of its pictures
 * (see {@link MaskMessage}); every decoder skips them. The file keeps its format: `.mkv`, `.mp4`,
 * `.mov` or a bare stream.
 *
 * @param packets one per picture in display order; a packet may be empty
 * @throws Problem naming the file if it is not HEVC, is damaged, has a different number of
 *   pictures, or already carries masks
 * @throws RangeError if picturesPerMessage is less than 1
 */
export async function carryMasks(
  file: NamedFile,
  packets: readonly Uint8Array[],
  { picturesPerMessage = PICTURES_PER_MESSAGE, replace = false }: CarryOptions = {},
): Promise<Blob> {
  if (!(Number.isInteger(picturesPerMessage) && picturesPerMessage > 0)) {
    throw new RangeError(
      `picturesPerMessage must be a whole number of at least 1, not ${picturesPerMessage}`,
    );
  }
  const video = await openHevc(file);
  if ('otherCodec' in video) {
    throw new Problem(
      `${file.name} is ${video.otherCodec}, but masks can only be embedded in HEVC.`,
      'Choose a video encoded by x265.',
    );
  }
  const { pictures } = video;
  if (pictures.length !== packets.length) {
    throw new Problem(
      `${file.name} has ${pictures.length} pictures, but the mask stream has ${packets.length} label maps.`,
      'Choose the masks of this video, with one label map per picture.',
    );
  }
  if (!replace && pictures.some(({ messages }) => messages.length > 0)) {
    throw new Problem(
      `${file.name} carries masks already.`,
      'Remove them first (demux), or replace them (mux --replace).',
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

/** The masks of a video, and the video without them. */
export interface CarriedMasks {
  /**
   * One per picture in display order; null if its message is missing or damaged. Damage that keeps
   * the message's structure intact shows only in the mask stream's own checksums.
   */
  readonly packets: (Uint8Array | null)[];
  /** The video without them; see {@link withoutMasks}. */
  readonly video: Blob;
  /**
   * All bits that the messages add to the stream: packets and their lengths, UUIDs, unit headers,
   * emulation prevention bytes, and four bytes per unit for its start code or length, as in the
   * video's bits.
   */
  readonly maskBits: number;
}

/**
 * Extracts the masks that {@link carryMasks} embedded. A damaged message loses only its own
 * packets.
 *
 * @returns null for a video without masks, of any codec
 * @throws Problem naming the file if the video cannot be read, or if a newer version wrote its
 *   masks
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
 * Removes the masks from a video. The elementary stream is then byte for byte the one given to
 * {@link carryMasks}; a file without masks is returned unchanged.
 *
 * @throws Problem naming the file if it cannot be read
 */
export async function withoutMasks(file: NamedFile): Promise<Blob> {
  const video = await openHevc(file);
  return 'otherCodec' in video || video.messageBytes === 0 ? file.data : plainVideo(video);
}

function plainVideo(video: HevcPictures): Promise<Blob> {
  return video.replaceMessages(video.pictures.map(() => null));
}
