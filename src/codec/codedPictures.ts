import type { NamedFile } from '../files/namedFile.ts';
import { readBytes, readInPieces } from '../files/readBytes.ts';
import { Problem } from '../problem.ts';
import { HevcSyntax } from './bitstream/hevcSyntax.ts';
import { annexBUnits, packetUnits, withoutTrailingZeros } from './bitstream/nalUnits.ts';
import { PictureOrderCounter } from './bitstream/pictureOrder.ts';
import {
  configurationUnits,
  descriptionBytes,
  lengthBytesOf,
} from './container/hevcConfiguration.ts';
import {
  isInEdit,
  type OpenContainer,
  type ReadProgress,
  trackPackets,
  withContainer,
} from './container/openContainer.ts';
import { pictureVisibility } from './container/pictureVisibility.ts';

/** A coded picture of an HEVC video. */
export interface CodedPicture {
  /** Its NAL units and, before them, those that stand between the pictures, such as parameter sets. */
  readonly units: readonly Uint8Array[];
  /** Position in display order of the shown pictures, from 0; null if it is not shown. */
  readonly place: number | null;
}

/**
 * The NAL units of an HEVC video, picture by picture, in coding order: of a Matroska, MP4 or
 * QuickTime file or a bare stream (Annex B), which are recognised by their first bytes.
 *
 * @throws Problem naming the file if it cannot be read or is not HEVC
 */
export async function readCodedPictures(
  file: NamedFile,
  onProgress?: ReadProgress,
): Promise<CodedPicture[]> {
  const [a, b, c, d] = await readBytes(file, 0, Math.min(4, file.data.size));
  const startsAsAnnexB = a === 0 && b === 0 && (c === 1 || (c === 0 && d === 1));
  const found = startsAsAnnexB
    ? picturesOfStream(file.name, await readInPieces(file, onProgress))
    : await withContainer(
        file,
        (container) => picturesOfTrack(file.name, container, onProgress),
        onProgress,
      );
  if (found.length > 0) return inDisplayOrder(found);
  throw new Problem(`${file.name} has no HEVC pictures.`, 'Choose an HEVC video.');
}

interface FoundPicture {
  readonly units: Uint8Array[];
  readonly isShown: boolean;
  /** Sorts the pictures into display order: the second number among those with the same first. */
  readonly order: readonly [number, number];
}

function picturesOfStream(name: string, stream: Uint8Array): FoundPicture[] {
  const syntax = new HevcSyntax();
  const counter = new PictureOrderCounter();
  const pictures: FoundPicture[] = [];
  let between: Uint8Array[] = [];
  for (const unit of annexBUnits(stream)) {
    const start = startOf(name, syntax, unit);
    const last = pictures.at(-1);
    if (start) {
      const { isShown } = start;
      pictures.push({ units: [...between, unit], isShown, order: counter.next(start.order) });
      between = [];
    } else if (last && between.length === 0 && syntax.endsPicture(unit)) {
      last.units.push(unit);
    } else {
      between.push(unit);
    }
  }
  return pictures;
}

function startOf(name: string, syntax: HevcSyntax, unit: Uint8Array) {
  try {
    return syntax.read(unit);
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new Problem(
      `${name} cannot be read as HEVC: a NAL unit is damaged or incomplete (${cause.message}).`,
      'Copy or encode it again.',
      { cause },
    );
  }
}

async function picturesOfTrack(
  name: string,
  container: OpenContainer,
  onProgress?: ReadProgress,
): Promise<FoundPicture[]> {
  const { video } = container;
  const codec = await video.getCodec();
  if (codec !== 'hevc') {
    const title = codec ?? String(await video.getInternalCodecId());
    throw new Problem(
      `${name} is ${title}, not HEVC: its blocks cannot be read.`,
      'Choose an HEVC video.',
    );
  }
  const configuration = descriptionBytes((await video.getDecoderConfig())?.description);
  const lengthBytes = lengthBytesOf(configuration);
  const isShown = pictureVisibility(codec, configuration);
  const pictures: FoundPicture[] = [];
  let between = configurationUnits(configuration);
  for await (const packet of trackPackets(container, onProgress)) {
    const units = packetUnits(packet.data, lengthBytes)?.map(withoutTrailingZeros) ?? [];
    pictures.push({
      units: [...between, ...units],
      isShown: (isShown?.(packet.data) ?? true) && isInEdit(container, packet.timestamp),
      order: [0, packet.timestamp],
    });
    between = [];
  }
  return pictures;
}

function inDisplayOrder(found: readonly FoundPicture[]): CodedPicture[] {
  const shown = found.filter(({ isShown }) => isShown);
  shown.sort((a, b) => a.order[0] - b.order[0] || a.order[1] - b.order[1]);
  const places = new Map(shown.map((picture, place) => [picture, place]));
  return found.map((picture) => ({
    units: picture.units,
    place: places.get(picture) ?? null,
  }));
}
