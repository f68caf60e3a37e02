import type { NamedFile } from '../../files/namedFile.ts';
import type { StreamContents } from '../bitstream/annexBStream.ts';
import { shownPackets } from '../bitstream/shownPackets.ts';
import { descriptionBytes } from './hevcConfiguration.ts';
import { nalUnitsOf } from './nalPackets.ts';
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
 * `unitBits.ts`); packets of other codecs are counted whole.
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
