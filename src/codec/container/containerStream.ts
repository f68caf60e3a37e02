import type { NamedFile } from '../../files/namedFile.ts';
import type { StreamContents } from '../bitstream/annexBStream.ts';
import { packetUnits, withoutTrailingZeros } from '../bitstream/nalUnits.ts';
import { shownPackets } from '../bitstream/shownPackets.ts';
import { countedBytes, encoderText, isHeaderUnit } from '../unitBits.ts';
import { configurationUnits, descriptionBytes, lengthBytesOf } from './hevcConfiguration.ts';
import {
  isInEdit,
  type OpenContainer,
  type ReadProgress,
  trackPackets,
  withContainer,
} from './openContainer.ts';
import { pictureVisibility } from './pictureVisibility.ts';

/** The contents of a container's video track. */
export interface ContainerContents extends StreamContents {
  /** `hevc`, `avc`, `vp9`…, or the container's own name; null if it has none. */
  readonly codec: string | null;
}

/**
 * Reads the pictures of the video track of a Matroska, WebM, MP4 or QuickTime file. For H.264 and
 * HEVC the same units are counted as in a bare stream, and with as many bytes (see
 * {@link isHeaderUnit} and {@link countedBytes}); packets of other codecs are counted whole.
 *
 * @throws Problem see {@link withContainer}
 */
export function readContainer(
  file: NamedFile,
  onProgress?: ReadProgress,
): Promise<ContainerContents> {
  return withContainer(file, (container) => readTrack(container, onProgress), onProgress);
}

async function readTrack(
  container: OpenContainer,
  onProgress?: ReadProgress,
): Promise<ContainerContents> {
  const { video: track } = container;
  const configuration = descriptionBytes((await track.getDecoderConfig())?.description);
  const codec = await track.getCodec();
  const units = codec === 'hevc' || codec === 'avc' ? nalUnitsOf(codec, configuration) : null;
  const isShown = pictureVisibility(codec, configuration);
  const pictures: { bytes: number; key: boolean; timestamp: number; isShown: boolean }[] = [];
  let headerBytes = configuration.length;
  let text = units?.configured ?? null;
  for await (const packet of trackPackets(container, onProgress)) {
    const found = units?.of(packet.data);
    text ??= found?.text ?? null;
    headerBytes += found?.headerBytes ?? 0;
    pictures.push({
      bytes: found?.pictureBytes ?? packet.data.length,
      key: packet.isKey,
      timestamp: packet.timestamp,
      isShown: (isShown?.(packet.data) ?? true) && isInEdit(container, packet.timestamp),
    });
  }
  const { shown: packets, notes } = shownPackets(pictures);
  packets.sort((a, b) => a.timestamp - b.timestamp);
  const internal = await track.getInternalCodecId();
  return {
    codec: codec ?? (internal === null ? null : String(internal)),
    packets: packets.map(({ bytes, key }) => ({ bytes, key })),
    headerBytes,
    size: { width: await track.getCodedWidth(), height: await track.getCodedHeight() },
    encoderText: text,
    notes: [...container.notes, ...notes],
  };
}

/** A reader of the NAL units in a track's packets (ISO/IEC 14496-15, 5.3.3 and 8.3.3). */
function nalUnitsOf(codec: 'hevc' | 'avc', configuration: Uint8Array) {
  const lengthBytes =
    codec === 'hevc' ? lengthBytesOf(configuration) : ((configuration[4] ?? 3) & 3) + 1;
  return {
    configured: codec === 'hevc' ? firstText('hevc', configurationUnits(configuration)) : null,
    /** Null for a packet that does not consist of units. */
    of(packet: Uint8Array) {
      const units = packetUnits(packet, lengthBytes)?.map(withoutTrailingZeros);
      if (!units) return null;
      const headers = units.filter((unit) => isHeaderUnit(codec, unit));
      const bytes = (some: readonly Uint8Array[]) =>
        some.reduce((sum, unit) => sum + countedBytes(unit), 0);
      const headerBytes = bytes(headers);
      return {
        headerBytes,
        pictureBytes: bytes(units) - headerBytes,
        text: firstText(codec, headers),
      };
    },
  };
}

function firstText(codec: 'hevc' | 'avc', units: readonly Uint8Array[]): string | null {
  for (const unit of units) {
    const text = encoderText(codec, unit);
    if (text !== null) return text;
  }
  return null;
}
