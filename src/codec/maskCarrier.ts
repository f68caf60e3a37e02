import type { NamedFile } from '../files/namedFile.ts';
import { Problem } from '../problem.ts';
import type { HevcPicture, HevcPictures } from './bitstream/hevcPictures.ts';
import { MASK_MESSAGE_VERSION, maskUnit } from './bitstream/maskMessage.ts';
import type { ReadProgress } from './container/openContainer.ts';
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

/** A video with masks. */
export interface CarryingVideo {
  readonly video: Blob;
  /** What the user should know about it, such as parts of the file that were left out. */
  readonly notes: readonly string[];
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
  onProgress?: ReadProgress,
): Promise<CarryingVideo> {
  if (!(Number.isInteger(picturesPerMessage) && picturesPerMessage > 0)) {
    throw new RangeError(
      `picturesPerMessage must be a whole number of at least 1, not ${picturesPerMessage}`,
    );
  }
  const video = await openHevc(file, onProgress);
  if ('otherCodec' in video) {
    throw new Problem(
      `${file.name} is ${video.otherCodec}, but masks can only be embedded in HEVC.`,
      'Choose a video encoded by x265.',
    );
  }
  const { pictures } = video;
  const shown = pictures.filter(isShown);
  if (shown.length !== packets.length) {
    throw new Problem(
      `${file.name} has ${shown.length} pictures, but the mask stream has ${packets.length} label maps.`,
      'Choose the masks of this video, with one label map per picture.',
    );
  }
  if (!replace && pictures.some(({ messages }) => messages.length > 0)) {
    throw new Problem(
      `${file.name} carries masks already.`,
      'Remove them first (demux), or replace them (mux --replace).',
    );
  }
  const damaged = shown.find(({ temporalIdPlus1 }) => temporalIdPlus1 === null);
  if (damaged) {
    throw new Problem(
      `Picture ${damaged.place} of ${file.name} is damaged.`,
      'Copy or encode it again.',
    );
  }
  const groups = groupPackets(shown, packets, picturesPerMessage);
  const carrying = await video.replaceMessages(
    pictures.map(({ place, temporalIdPlus1 }) => {
      const group = place === null ? null : groups.get(place);
      return group ? maskUnit(group, temporalIdPlus1 ?? 1) : null;
    }),
  );
  return { video: carrying, notes: notesOf(file.name, video) };
}

type ShownPicture = HevcPicture & { readonly place: number };

function isShown(picture: HevcPicture): picture is ShownPicture {
  return picture.place !== null;
}

function notesOf(name: string, { notes, leaves }: HevcPictures): string[] {
  if (leaves.length === 0) return [...notes];
  return [...notes, `Left out of ${name}, because they cannot be copied: ${leaves.join(', ')}.`];
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
  /** What the user should know about `video`, such as parts of the file that were left out. */
  readonly notes: readonly string[];
}

/**
 * Extracts the masks that {@link carryMasks} embedded. A damaged message loses only its own
 * packets.
 *
 * @returns null for a video without masks, of any codec
 * @throws Problem naming the file if the video cannot be read, or if a newer version wrote its
 *   masks
 */
export async function extractMasks(
  file: NamedFile,
  onProgress?: ReadProgress,
): Promise<CarriedMasks | null> {
  const video = await openHevc(file, onProgress);
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
    notes: notesOf(file.name, video),
  };
}

const NEWEST = MASK_MESSAGE_VERSION;

function placedPackets(pictures: readonly HevcPicture[]): (Uint8Array | null)[] {
  const shown = pictures.filter(isShown);
  shown.sort((a, b) => a.place - b.place);
  const packets: (Uint8Array | null)[] = shown.map(() => null);
  for (const { place, messages } of shown) {
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
export async function withoutMasks(file: NamedFile, onProgress?: ReadProgress): Promise<Blob> {
  const video = await openHevc(file, onProgress);
  return 'otherCodec' in video || video.messageBytes === 0 ? file.data : plainVideo(video);
}

function plainVideo(video: HevcPictures): Promise<Blob> {
  return video.replaceMessages(video.pictures.map(() => null));
}
