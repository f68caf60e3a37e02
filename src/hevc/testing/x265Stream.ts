import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type CodedPicture, readCodedPictures } from '../../codec/codedPictures.ts';
import { SHARED } from '../../testing/sharedFixtures.ts';
import { BlockReader } from '../blockReader.ts';
import type { PictureBlocks } from '../pictureBlocks.ts';

/** A video that native ffmpeg writes with x265 from frames of a DAVIS sequence. */
export interface X265Options {
  readonly sequence: string;
  readonly frames: number;
  /** Of the part in the frames' middle; 384×256 is whole coding tree blocks of every size. */
  readonly size?: string;
  readonly preset?: string;
  readonly tune?: string;
  readonly pixels?: string;
  /** x265's parameters, as in `-x265-params`. */
  readonly parameters: string;
  /** Another of ffmpeg's filters, after the part was cut out. */
  readonly filter?: string;
}

/** A picture of a stream in coding order: its units as they are, and what was read from them. */
export interface ReadPicture extends CodedPicture {
  readonly blocks: PictureBlocks;
}

export interface X265Stream {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly pictures: readonly ReadPicture[];
  /** What x265 says about them itself (`csv-log-level=2`). */
  readonly csv: string;
}

/** @throws Error if ffmpeg or x265 is missing, or if a picture cannot be read */
export async function x265Stream(options: X265Options): Promise<X265Stream> {
  const folder = mkdtempSync(join(tmpdir(), 'maskscope-hevc-'));
  try {
    const { sequence, frames, size = '384:256', preset = 'veryfast', filter } = options;
    const video = join(folder, 'video.hevc');
    const csv = join(folder, 'x265.csv');
    const pictures = join(SHARED, 'davis/JPEGImages/480p', sequence, '%05d.jpg');
    const input = ['-v', 'error', '-framerate', '24', '-i', pictures, '-frames:v', String(frames)];
    const filters = [`crop=${size}`, filter ?? 'null', `format=${options.pixels ?? 'yuv420p'}`];
    const tune = options.tune ? ['-tune', options.tune] : [];
    const log = `log-level=error:csv=${csv}:csv-log-level=2`;
    const parameters = ['-x265-params', `${options.parameters}:${log}`];
    const encoder = ['-c:v', 'libx265', '-preset', preset, ...tune, ...parameters];
    execFileSync('ffmpeg', [...input, '-vf', filters.join(), ...encoder, video]);
    const bytes = Uint8Array.from(readFileSync(video));
    return { bytes, pictures: await readPictures(bytes), csv: readFileSync(csv, 'utf8') };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** All pictures of a bare stream, in coding order. */
export async function readPictures(bytes: Uint8Array<ArrayBuffer>): Promise<ReadPicture[]> {
  const coded = await readCodedPictures({ name: 'test.hevc', data: new Blob([bytes]) });
  const reader = new BlockReader();
  return coded.flatMap((picture) => {
    const blocks = reader.read(picture.units);
    return blocks ? [{ ...picture, blocks }] : [];
  });
}
