import { EncodedPacket } from 'mediabunny';
import type { NamedFile } from '../../files/namedFile.ts';
import { count } from '../../messageWords.ts';
import { Problem } from '../../problem.ts';
import type { HevcPicture, HevcPictures, OtherCodec } from '../bitstream/hevcPictures.ts';
import { isMaskUnit, type MaskMessage, readMaskUnit } from '../bitstream/maskMessage.ts';
import { packetUnits, unitType } from '../bitstream/nalUnits.ts';
import { descriptionBytes, lengthBytesOf } from './hevcConfiguration.ts';
import {
  isInEdit,
  type OpenContainer,
  type ReadProgress,
  trackPackets,
  withContainer,
} from './openContainer.ts';
import { pictureVisibility } from './pictureVisibility.ts';
import { copyContainer, leftBehind } from './remux.ts';

/**
 * Opens an HEVC video in Matroska, MP4 or QuickTime: one packet per picture, each unit preceded by
 * its length (ISO/IEC 14496-15, 8.3).
 *
 * @throws Problem naming the file if it cannot be read or has no video
 */
export async function openContainedHevc(
  file: NamedFile,
  onProgress?: ReadProgress,
): Promise<HevcPictures | OtherCodec> {
  const read = async (container: OpenContainer): Promise<HevcPictures | OtherCodec> => {
    const { video } = container;
    const codec = await video.getCodec();
    if (codec !== 'hevc') return { otherCodec: codec ?? String(await video.getInternalCodecId()) };
    const configuration = descriptionBytes((await video.getDecoderConfig())?.description);
    const lengthBytes = lengthBytesOf(configuration);
    const isShown = pictureVisibility(codec, configuration);
    const found: FoundPicture[] = [];
    let messageBytes = 0;
    let hidden = 0;
    for await (const packet of trackPackets(container, onProgress)) {
      const units = packetUnits(packet.data, lengthBytes) ?? [];
      const messages: MaskMessage[] = [];
      for (const unit of units) {
        const message = readMaskUnit(unit);
        if (!message) continue;
        messages.push(message);
        messageBytes += lengthBytes + unit.length;
      }
      const slice = units.find(isSlice);
      const isEdited = !isInEdit(container, packet.timestamp);
      if (isEdited) hidden += 1;
      found.push({
        timestamp: packet.timestamp,
        key: packet.isKey,
        isShown: (isShown?.(packet.data) ?? true) && !isEdited,
        temporalIdPlus1: slice ? (slice[1] ?? 0) & 7 : null,
        messages,
      });
    }
    if (found.length === 0) {
      throw new Problem(
        `${file.name} has no readable pictures; it may be cut off.`,
        'Copy the file again.',
      );
    }
    return {
      pictures: inDisplayOrder(found),
      messageBytes,
      notes: container.notes,
      leaves: leftBehind(container),
      replaceMessages: async (messages) => {
        if (hidden > 0) throw hiddenPictures(file.name, hidden);
        return copyContainer(
          file,
          (packet, index) => withMessage(file.name, packet, lengthBytes, messages[index] ?? null),
          onProgress,
        );
      },
    };
  };
  return withContainer(file, read, onProgress);
}

/** The writer has no edit lists: what they hide would be shown. */
function hiddenPictures(name: string, hidden: number): Problem {
  return new Problem(
    `${name} has an edit list that hides ${count(hidden, 'picture')}, which would be shown when it is written again.`,
    'Cut it where it starts, with ffmpeg -i INPUT -c:v libx265 -x265-params lossless=1 OUTPUT.mkv.',
  );
}

interface FoundPicture extends Omit<HevcPicture, 'place'> {
  readonly timestamp: number;
  readonly isShown: boolean;
}

function inDisplayOrder(found: readonly FoundPicture[]): HevcPicture[] {
  const shown = found.filter(({ isShown }) => isShown);
  shown.sort((a, b) => a.timestamp - b.timestamp);
  const places = new Map(shown.map((picture, place) => [picture, place]));
  return found.map((picture) => ({ ...picture, place: places.get(picture) ?? null }));
}

/** True for coded slices of the base layer. */
function isSlice(unit: Uint8Array): boolean {
  const layer = (((unit[0] ?? 0) & 1) << 5) | ((unit[1] ?? 0) >> 3);
  return layer === 0 && unitType('hevc', unit) <= LAST_VCL;
}

/** The last nal_unit_type of coded slices (H.265, table 7-1). */
const LAST_VCL = 31;

/** Replaces a packet's mask messages by `message`, placed before the first slice. */
function withMessage(
  name: string,
  packet: EncodedPacket,
  lengthBytes: number,
  message: Uint8Array | null,
): EncodedPacket {
  const units = packetUnits(packet.data, lengthBytes);
  // A packet that cannot be split stays unchanged; `carryMasks` refuses to add a message to it.
  if (!units) return packet;
  const kept = units.filter((unit) => !isMaskUnit(unit));
  if (!message && kept.length === units.length) return packet;
  if (message) kept.splice(kept.findIndex(isSlice), 0, message);
  const data = new Uint8Array(kept.reduce((sum, unit) => sum + lengthBytes + unit.length, 0));
  let at = 0;
  for (const unit of kept) {
    if (unit.length >= 256 ** lengthBytes) {
      throw new Problem(
        `${name} stores the lengths of its NAL units in ${lengthBytes} bytes, too few for masks of ${unit.length} bytes.`,
        'Remux it with ffmpeg -i INPUT -c copy OUTPUT.mkv, which uses four bytes.',
      );
    }
    for (let index = lengthBytes - 1; index >= 0; index--) {
      data[at] = Math.floor(unit.length / 256 ** index) % 256;
      at += 1;
    }
    data.set(unit, at);
    at += unit.length;
  }
  const { type, timestamp, duration, sequenceNumber } = packet;
  return new EncodedPacket(data, type, timestamp, duration, sequenceNumber);
}
