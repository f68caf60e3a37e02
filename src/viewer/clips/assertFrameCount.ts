import { BufferSource, EncodedPacketSink, Input, MP4 } from 'mediabunny';
import type { ClipFormat } from '../../codec/encodeClip.ts';
import { Problem } from '../../problem.ts';
import { gifFrameCount } from './gifFrameCount.ts';

/**
 * Reads an encoded clip back and counts its frames: encoders may drop some that look alike.
 *
 * @throws Problem if they are not `expected`
 */
export async function assertFrameCount(
  file: Uint8Array<ArrayBuffer>,
  format: ClipFormat,
  expected: number,
): Promise<void> {
  const found = format === 'gif' ? gifFrameCount(file) : await mp4FrameCount(file);
  if (found === expected) return;
  throw new Problem(
    `The encoded clip has ${found} frames instead of ${expected}, so it is not saved.`,
    'Try again with another size or format.',
  );
}

async function mp4FrameCount(file: Uint8Array<ArrayBuffer>): Promise<number> {
  const input = new Input({ source: new BufferSource(file), formats: [MP4] });
  try {
    const track = await input.getPrimaryVideoTrack();
    if (!track) return 0;
    let count = 0;
    const packets = new EncodedPacketSink(track).packets(undefined, undefined, {
      metadataOnly: true,
    });
    for await (const _ of packets) count += 1;
    return count;
  } finally {
    input.dispose();
  }
}
