import { Problem } from '../../problem.ts';
import type { FrameSize } from '../../sequence/frames.ts';
import type { Packet } from '../encodedVideo.ts';
import { countedBytes, encoderText, isHeaderUnit } from '../unitBits.ts';
import { HevcSyntax } from './hevcSyntax.ts';
import { annexBUnits } from './nalUnits.ts';
import { PictureOrderCounter } from './pictureOrder.ts';
import { shownPackets } from './shownPackets.ts';
import type { StreamSyntax } from './streamSyntax.ts';
import { VvcSyntax } from './vvcSyntax.ts';

/** The pictures of a stream with their sizes, and the stream's properties. */
export interface StreamContents {
  /** One per shown picture, in display order; see {@link shownPackets}. */
  readonly packets: readonly Packet[];
  /** Bytes that belong to no picture; see {@link isHeaderUnit}. */
  readonly headerBytes: number;
  /** Size of the pictures; null if the stream does not contain it. */
  readonly size: FrameSize | null;
  /** The encoder's message about itself and its settings; null if there is none. */
  readonly encoderText: string | null;
  /** What the user should know about the count, a sentence each. */
  readonly notes: readonly string[];
}

/** @throws Problem naming the file if it is not an HEVC stream, or is damaged */
export function readHevcStream(name: string, stream: Uint8Array): StreamContents {
  return readAnnexB(name, stream, new HevcSyntax(), 'HEVC');
}

/** @throws Problem naming the file if it is not a VVC stream, or is damaged */
export function readVvcStream(name: string, stream: Uint8Array): StreamContents {
  return readAnnexB(name, stream, new VvcSyntax(), 'VVC');
}

/**
 * Splits a bare stream into pictures. A picture's bytes are those of its slices and of the units
 * that belong to it alone (SEI, picture headers, adaptation parameter sets), counted with
 * {@link countedBytes}, so that they equal the size of a Matroska packet.
 */
function readAnnexB(
  name: string,
  stream: Uint8Array,
  syntax: StreamSyntax,
  codecName: string,
): StreamContents {
  const pictures: { bytes: number; key: boolean; place: [number, number]; isShown: boolean }[] = [];
  const counter = new PictureOrderCounter();
  let headerBytes = 0;
  let prefixBytes = 0;
  let text: string | null = null;
  let units = 0;
  try {
    for (const unit of annexBUnits(stream)) {
      units += 1;
      const start = syntax.read(unit);
      const picture = pictures.at(-1);
      if (start) {
        const bytes = prefixBytes + countedBytes(unit);
        const { key, isShown } = start;
        pictures.push({ bytes, key, isShown, place: counter.next(start.order) });
        prefixBytes = 0;
      } else if (isHeaderUnit(syntax.codec, unit)) {
        headerBytes += countedBytes(unit);
        text ??= encoderText(syntax.codec, unit);
      } else if (syntax.endsPicture(unit) && picture) {
        picture.bytes += countedBytes(unit);
      } else {
        prefixBytes += countedBytes(unit);
      }
    }
  } catch (cause) {
    if (!(cause instanceof RangeError)) throw cause;
    throw new Problem(
      `${name} cannot be read as ${codecName}: NAL unit ${units} is damaged or incomplete (${cause.message}).`,
      'Copy or encode it again.',
      { cause },
    );
  }
  if (pictures.length === 0) {
    throw new Problem(
      `${name} has no ${codecName} pictures.`,
      `Choose a bare ${codecName} stream (Annex B), or a .mkv or .mp4 file.`,
    );
  }
  const { shown, notes } = shownPackets(pictures);
  shown.sort((a, b) => a.place[0] - b.place[0] || a.place[1] - b.place[1]);
  return {
    packets: shown.map(({ bytes, key }) => ({ bytes, key })),
    notes,
    headerBytes: headerBytes + prefixBytes,
    size: syntax.size,
    encoderText: text,
  };
}
