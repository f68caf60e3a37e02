import {
  BufferTarget,
  EncodedPacket,
  EncodedVideoPacketSource,
  MkvOutputFormat,
  Output,
} from 'mediabunny';
import { beforeAll, describe, expect, it } from 'vitest';
import { readMatroskaStructure } from './matroskaStructure.ts';

const PICTURES = 3;

describe('the structure of a Matroska file', () => {
  let file: Uint8Array<ArrayBuffer>;
  beforeAll(async () => {
    file = await matroska();
  });
  const read = (...parts: BlobPart[]) =>
    readMatroskaStructure({ name: 'v.mkv', data: new Blob(parts) });
  /** Position of an element, by the bytes of its ID. */
  const find = (...id: number[]) => Buffer.from(file).indexOf(Buffer.from(id));

  it('gives its tracks and its length, with a void element at the end', async () => {
    const video = { id: 1, kind: 'video', shown: null };
    expect(await read(file)).toEqual({ tracks: [video], extras: [], bytes: file.length });
    expect((await read(file, Uint8Array.of(0xec, 0x81, 0)))?.tracks).toEqual([video]);
  });

  it('ends with its segment, whatever follows', async () => {
    expect((await read(file, 'junk', new Uint8Array(5000)))?.bytes).toBe(file.length);
  });

  it('may have elements of a later version before known ones', async () => {
    const later = Uint8Array.of(0x1b, 0x53, 0x86, 0x67, 0x82, 1, 2);
    // The index at the start has the same bytes.
    const tracks = Buffer.from(file).lastIndexOf(Buffer.of(0x16, 0x54, 0xae, 0x6b));
    const before = [...file.subarray(0, tracks), ...later, ...file.subarray(tracks)];
    expect((await read(withSegmentSize(before)))?.tracks).toHaveLength(1);
    // A reader would search for the next element for ever.
    const last = withSegmentSize([...file, ...later]);
    await expect(read(last)).rejects.toThrow('no Matroska element starts there');
    const junk = [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12];
    const broken = [...file.subarray(0, tracks), ...later, ...junk, ...file.subarray(tracks)];
    await expect(read(withSegmentSize(broken))).rejects.toThrow('no Matroska element starts there');
  });

  it('is refused if it holds several recordings', async () => {
    const message = 'v.mkv holds several recordings one after the other';
    await expect(read(file, file)).rejects.toThrow(message);
    const live = file.slice();
    // Of unknown size, like all recordings while they are made.
    const at = find(0x18, 0x53, 0x80, 0x67) + 4;
    const width = Math.clz32(live[at] ?? 0) - 24 + 1;
    live.fill(0xff, at, at + width);
    live[at] = 0xff >> (width - 1);
    expect((await read(live))?.tracks).toHaveLength(1);
    await expect(read(live, live)).rejects.toThrow(message);
  });

  it('is not read in other files', async () => {
    expect(await read()).toBeNull();
    expect(await read('This is no video.')).toBeNull();
  });

  it('says that it is cut off, and how many pictures there are, wherever it is cut', async () => {
    const messages = new Set<string>();
    for (let length = 64; length < file.length; length++) {
      const message = await read(file.subarray(0, length)).then(String, ({ message }) => message);
      expect(message).toMatch(/^v\.mkv is cut off/);
      messages.add(message);
    }
    const saved = 'up to there. Copy or download it again, or save what there is with ffmpeg';
    for (const there of ['1 complete picture', `${PICTURES} complete pictures`]) {
      expect([...messages].some((text) => text.includes(`It has ${there} ${saved}`))).toBe(true);
    }
  });

  it('is refused with the position of the first wrong byte', async () => {
    const damaged = file.slice();
    const cluster = find(0x1f, 0x43, 0xb6, 0x75);
    const block = Buffer.from(file).indexOf(0xa3, cluster);
    damaged.fill(0, block);
    await expect(read(damaged)).rejects.toThrow(
      `v.mkv is damaged at byte ${block}: no Matroska element starts there, and has no complete picture.`,
    );
  });

  it('is refused if an element is longer than what contains it', async () => {
    const damaged = file.slice();
    // The size of the track's entry.
    damaged[Buffer.from(file).indexOf(0xae, find(0x16, 0x54, 0xae, 0x6b) + 4) + 4] = 0x7f;
    await expect(read(damaged)).rejects.toThrow(
      /v\.mkv is damaged at byte \d+: an element is longer/,
    );
  });

  it('is refused if it is nothing but headers', async () => {
    const segment = Uint8Array.of(0x18, 0x53, 0x80, 0x67, 0x01, ...new Array<number>(7).fill(0xff));
    const voids = new Uint8Array(2 ** 19);
    for (let at = 0; at < voids.length; at += 2) voids.set([0xec, 0x80], at);
    const header = file.subarray(0, find(0x18, 0x53, 0x80, 0x67));
    await expect(read(header, segment, voids)).rejects.toThrow('it consists of 65537 elements');
  });
});

/** The file with the size of its segment, which ends with it. */
function withSegmentSize(bytes: readonly number[]): Uint8Array<ArrayBuffer> {
  const changed = Uint8Array.from(bytes);
  const at = Buffer.from(changed).indexOf(Buffer.of(0x18, 0x53, 0x80, 0x67)) + 4;
  const width = Math.clz32(changed[at] ?? 0) - 24 + 1;
  const size = changed.length - at - width;
  for (let byte = 0; byte < width; byte++) {
    changed[at + byte] = Math.floor(size / 256 ** (width - 1 - byte)) & 255;
  }
  changed[at] = (changed[at] ?? 0) | (1 << (8 - width));
  return changed;
}

async function matroska(): Promise<Uint8Array<ArrayBuffer>> {
  const target = new BufferTarget();
  const output = new Output({ format: new MkvOutputFormat(), target });
  const source = new EncodedVideoPacketSource('vp8');
  output.addVideoTrack(source);
  await output.start();
  const decoderConfig = { codec: 'vp8', codedWidth: 16, codedHeight: 16 };
  for (let second = 0; second < PICTURES; second++) {
    await source.add(new EncodedPacket(new Uint8Array(30), 'key', second, 1), { decoderConfig });
  }
  await output.finalize();
  return new Uint8Array(target.buffer ?? new ArrayBuffer(0));
}
