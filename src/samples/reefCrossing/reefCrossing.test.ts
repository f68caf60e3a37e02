import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { decode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { DAVIS_PALETTE } from '../../sequence/davisPalette.ts';
import {
  FRAME_COUNT,
  FRAME_RATE,
  OBJECT_IDS,
  PICTURE_SIZE,
  type SampleIndex,
  SEQUENCE_NAME,
} from './sampleSequence.ts';

// The files written by `npm run render-sample`.
const SAMPLES = 'public/samples';
const LIMIT = 8e6;
const LESSONS_LIMIT = 11e6;

const index = JSON.parse(readFileSync(join(SAMPLES, 'index.json'), 'utf8')) as SampleIndex;

describe('the built-in samples', () => {
  it('list the rendered sequence', () => {
    const [sequence] = index.sequences;
    expect(sequence).toMatchObject({
      name: SEQUENCE_NAME,
      frameRate: FRAME_RATE,
      size: PICTURE_SIZE,
      objectIds: [...OBJECT_IDS],
    });
    expect(sequence?.pictures).toHaveLength(FRAME_COUNT);
  });

  it('are small enough to be downloaded with the app', () => {
    const paths = readdirSync(SAMPLES, { recursive: true, encoding: 'utf8' });
    const isRun = (path: string) => path.endsWith('.maskscope');
    const bytesOf = (some: readonly string[]) =>
      some
        .map((path) => statSync(join(SAMPLES, path)))
        .reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
    // A first visit reads the run; the pictures are read when something is computed.
    expect(bytesOf([`${SEQUENCE_NAME}.maskscope`])).toBeLessThan(LIMIT);
    expect(bytesOf(paths.filter((path) => !isRun(path)))).toBeLessThan(LIMIT);
    // Lessons read one of theirs.
    for (const run of paths.filter(isRun)) expect(bytesOf([run])).toBeLessThan(LESSONS_LIMIT);
  });
});

describe.each(index.sequences)('$name', (sequence) => {
  const folder = (kind: string) => join(SAMPLES, kind, sequence.resolution, sequence.name);
  const labelMaps = sequence.annotations.map((file) => ({
    file,
    png: decode(readFileSync(join(folder('Annotations'), file))),
  }));

  it('has exactly the files in the index', () => {
    expect(readdirSync(folder('JPEGImages')).sort()).toEqual(sequence.pictures);
    expect(readdirSync(folder('Annotations')).sort()).toEqual(sequence.annotations);
  });

  it('has JPEG pictures of the size in the index', () => {
    for (const file of sequence.pictures) {
      expect(jpegSize(readFileSync(join(folder('JPEGImages'), file))), file).toEqual(sequence.size);
    }
  });

  it('has PNGs with the DAVIS palette', () => {
    const palette = DAVIS_PALETTE;
    expect(palette.slice(0, 4)).toEqual([
      [0, 0, 0],
      [128, 0, 0],
      [0, 128, 0],
      [128, 128, 0],
    ]);
    for (const { file, png } of labelMaps) {
      expect({ width: png.width, height: png.height }, file).toEqual(sequence.size);
      expect(png.palette, file).toEqual(palette);
    }
  });

  it('has no labels besides its objects', () => {
    const allowed = new Set([0, ...sequence.objectIds]);
    for (const { file, png } of labelMaps) {
      const ids = new Set(png.data);
      expect(
        [...ids].filter((id) => !allowed.has(id)),
        file,
      ).toEqual([]);
    }
  });

  it('shows every object on at least 1.5% of the first frame', () => {
    const first = labelMaps[0]?.png.data ?? new Uint8Array();
    for (const id of sequence.objectIds) {
      const pixels = [...first].filter((label) => label === id).length;
      expect(pixels / first.length, `object ${id}`).toBeGreaterThan(0.015);
    }
  });
});

/** Reads the size from the frame header of a JPEG (marker C0 or C2). */
function jpegSize(bytes: Buffer): { width: number; height: number } | null {
  for (let at = 2; at + 9 < bytes.length; at += 2 + bytes.readUInt16BE(at + 2)) {
    const marker = bytes.readUInt16BE(at);
    if (marker === 0xffc0 || marker === 0xffc2) {
      return { width: bytes.readUInt16BE(at + 7), height: bytes.readUInt16BE(at + 5) };
    }
  }
  return null;
}
