/**
 * True if a VP8 frame is shown (RFC 6386, 9.1): encoders add frames that only others refer to.
 *
 * @param frame a packet
 */
export function isVp8Shown(frame: Uint8Array): boolean {
  return ((frame[0] ?? 0) & 0x10) !== 0;
}

/**
 * True if a VP9 packet shows a frame. It may be a superframe of several frames, of which one is
 * shown (VP9 bitstream specification, annex B).
 */
export function isVp9Shown(packet: Uint8Array): boolean {
  return vp9Frames(packet).some(isVp9FrameShown);
}

function vp9Frames(packet: Uint8Array): Uint8Array[] {
  const marker = packet.at(-1) ?? 0;
  const count = (marker & 7) + 1;
  const sizeBytes = ((marker >> 3) & 3) + 1;
  const indexBytes = 2 + count * sizeBytes;
  const isSuperframe = marker >> 5 === 6 && packet.at(-indexBytes) === marker;
  if (!isSuperframe) return [packet];
  const frames: Uint8Array[] = [];
  let at = 0;
  for (let index = 0; index < count; index++) {
    let size = 0;
    for (let byte = 0; byte < sizeBytes; byte++) {
      size += (packet.at(1 - indexBytes + index * sizeBytes + byte) ?? 0) * 256 ** byte;
    }
    frames.push(packet.subarray(at, at + size));
    at += size;
  }
  return frames;
}

/** uncompressed_header() up to show_frame (6.2). */
function isVp9FrameShown(frame: Uint8Array): boolean {
  const bits = frame[0] ?? 0;
  // frame_marker (2 bits), profile_low_bit, profile_high_bit; profile 3 has a reserved bit.
  const isProfile3 = (bits & 0x30) === 0x30;
  const showExisting = isProfile3 ? 0x04 : 0x08;
  if (bits & showExisting) return true;
  // show_existing_frame, frame_type, show_frame
  return (bits & (showExisting >> 2)) !== 0;
}
