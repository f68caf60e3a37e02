import { fileExtension } from '../files/fileNames.ts';
import type { NamedFile } from '../files/namedFile.ts';
import { formatBytes, readBytes } from '../files/readBytes.ts';
import { Problem } from '../problem.ts';
import { type FrameSize, formatSize, frameBytes, frameData, sameSize } from '../sequence/frames.ts';
import { formatNotes, type ReadFrames } from './formatNotes.ts';
import type { FrameProgress } from './frameProgress.ts';
import { copyFrame, evenSize } from './padding.ts';
import { toLimitedRange } from './raw/limitedRange.ts';
import { roundTo8Bit } from './raw/sampleDepth.ts';
import {
  LONGEST_LINE,
  readY4mHeader,
  type Y4mHeader,
  y4mFrameHeaderLength,
} from './raw/y4mHeader.ts';
import { layoutBytes, type YuvLayout, yuvLayout } from './raw/yuvLayout.ts';
import { allocateFramesFor } from './sharedMemory.ts';

/**
 * Reads frames written by another codec's decoder: `.yuv` (planar 4:2:0 with 8 bits, or with 10
 * bits in 16-bit little endian, as vvdecapp writes) or `.y4m`. Reads one frame at a time straight
 * into shared memory, so a file of several hundred MB needs no further memory. 10-bit samples are
 * rounded to 8 bits (see {@link roundTo8Bit}), full range becomes limited range (see
 * {@link toLimitedRange}), and a padded row or column is cropped.
 *
 * @param size size of the sequence; the file may have its even size instead
 * @param count number of frames of the sequence; the file must have as many
 * @throws Problem naming the file and what would fit
 */
export async function importFrames(
  file: NamedFile,
  size: FrameSize,
  count: number,
  onProgress: FrameProgress,
): Promise<ReadFrames> {
  const reader = await frameReader(file, size, count);
  const frames = allocateFramesFor(`reading ${file.name}`, size, count);
  const rounded = new Uint8Array(frameBytes(reader.layout.size));
  for (let index = 0; index < count; index++) {
    let frame: Uint8Array = await reader.read(index);
    if (reader.layout.bitDepth === 10) {
      const largest = roundTo8Bit(frame, 10, rounded);
      if (largest >= 1024) throw notTenBit(file.name, index, largest);
    }
    if (reader.fullRange)
      toLimitedRange(frame, reader.layout.size, reader.layout.bitDepth, rounded);
    if (reader.fullRange || reader.layout.bitDepth === 10) frame = rounded;
    copyFrame(frame, reader.layout.size, frameData(frames, index), size);
    onProgress(index + 1, count);
  }
  const { bitDepth } = reader.layout;
  return { frames, notes: formatNotes({ bitDepth, fullRange: reader.fullRange }) };
}

/** True for file names that {@link importFrames} reads. */
export function isRawVideo(name: string): boolean {
  return ['yuv', 'y4m'].includes(fileExtension(name));
}

interface FrameReader {
  readonly layout: YuvLayout;
  readonly fullRange: boolean;
  /** Reads the samples of frame `index`; must be called in order. */
  read(index: number): Promise<Uint8Array>;
}

async function frameReader(file: NamedFile, size: FrameSize, count: number): Promise<FrameReader> {
  switch (fileExtension(file.name)) {
    case 'yuv':
      return yuvReader(file, size, count);
    case 'y4m':
      return y4mReader(file, size, count);
    default:
      throw new Problem(
        `${file.name} is neither .yuv nor .y4m.`,
        'Import the frames that the decoder wrote, e.g. vvdecapp’s output.yuv.',
      );
  }
}

function yuvReader(file: NamedFile, size: FrameSize, count: number): FrameReader {
  const layout = yuvLayout(file.name, file.data.size, size, count);
  const bytes = layoutBytes(layout);
  return {
    layout,
    fullRange: false,
    read: (index) => readBytes(file, index * bytes, (index + 1) * bytes),
  };
}

async function y4mReader(file: NamedFile, size: FrameSize, count: number): Promise<FrameReader> {
  const header = readY4mHeader(file.name, await readBytes(file, 0, LONGEST_LINE));
  if (!sameSize(header.size, size) && !sameSize(header.size, evenSize(size))) {
    throw new Problem(
      `${file.name} has frames of ${formatSize(header.size)}, but the sequence has ${formatSize(size)}.`,
      'Import frames of the sequence’s size, or open the sequence that the file was made from.',
    );
  }
  await checkY4mCount(file, header, count);
  const bytes = layoutBytes(header);
  let at = header.length;
  return {
    layout: header,
    fullRange: header.fullRange,
    async read() {
      const data = await readBytes(file, at, at + LONGEST_LINE + bytes);
      // `checkY4mCount` has checked all FRAME lines.
      const line = y4mFrameHeaderLength(data) ?? 0;
      at += line + bytes;
      return data.subarray(line, line + bytes);
    },
  };
}

/** Reads the FRAME lines only, to report a wrong number before reading any samples. */
async function checkY4mCount(file: NamedFile, header: Y4mHeader, count: number) {
  const bytes = layoutBytes(header);
  let frames = 0;
  let at = header.length;
  while (at < file.data.size) {
    const line = y4mFrameHeaderLength(await readBytes(file, at, at + LONGEST_LINE));
    if (line === null) break;
    frames += 1;
    at += line + bytes;
  }
  if (at !== file.data.size) {
    const where =
      at > file.data.size
        ? `frame ${frames - 1} is cut off`
        : `frame ${frames} does not start with a FRAME line`;
    throw new Problem(
      `${file.name} is damaged: ${where}, in ${formatBytes(file.data.size)}.`,
      'Decode or copy it again.',
    );
  }
  if (frames !== count) {
    throw new Problem(
      `${file.name} has ${frames} frames, but the sequence has ${count}.`,
      `Import all ${count} decoded frames, or open the sequence that the file was made from.`,
    );
  }
}

function notTenBit(name: string, index: number, largest: number): Problem {
  return new Problem(
    `Frame ${index} of ${name} has a sample of ${largest.toLocaleString('en-US')}, but the largest 10-bit value is 1,023.`,
    'Write the frames again with 8 bits, or with 10 bits in little endian.',
  );
}
