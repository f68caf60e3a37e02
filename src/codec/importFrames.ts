import { fileExtension } from '../files/fileNames.ts';
import type { NamedFile } from '../files/namedFile.ts';
import { formatBytes, readBytes } from '../files/readBytes.ts';
import { Problem } from '../problem.ts';
import {
  type FrameSize,
  type Frames,
  formatSize,
  frameBytes,
  frameData,
  sameSize,
} from '../sequence/frames.ts';
import type { FrameProgress } from './frameProgress.ts';
import { copyFrame, evenSize } from './padding.ts';
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
 * Reads frames that another codec's decoder wrote: `.yuv` (planar 4:2:0 of 8 bit, or of 10 bit in
 * 16-bit little endian as vvdecapp writes) or `.y4m`. The file is read frame by frame straight into
 * shared memory, so that several hundred MB need no memory beside it. 10 bit is rounded to 8 (see
 * {@link roundTo8Bit}); a padded row or column is cut off.
 *
 * @param size the sequence's pictures; the file may have their even size too
 * @param count the sequence's frames; the file must have as many
 * @throws Problem that names the file and says what would fit
 */
export async function importFrames(
  file: NamedFile,
  size: FrameSize,
  count: number,
  onProgress: FrameProgress,
): Promise<Frames> {
  const reader = await frameReader(file, size, count);
  const frames = allocateFramesFor(`reading ${file.name}`, size, count);
  const rounded = new Uint8Array(frameBytes(reader.layout.size));
  for (let index = 0; index < count; index++) {
    let frame: Uint8Array = await reader.read(index);
    if (reader.layout.bitDepth === 10) {
      const largest = roundTo8Bit(frame, 10, rounded);
      if (largest >= 1024) throw notTenBit(file.name, index, largest);
      frame = rounded;
    }
    copyFrame(frame, reader.layout.size, frameData(frames, index), size);
    onProgress(index + 1, count);
  }
  return frames;
}

/** True for the names of files that {@link importFrames} reads. */
export function isRawVideo(name: string): boolean {
  return ['yuv', 'y4m'].includes(fileExtension(name));
}

interface FrameReader {
  readonly layout: YuvLayout;
  /** The samples of frame `index`; to be asked for in order. */
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
  return { layout, read: (index) => readBytes(file, index * bytes, (index + 1) * bytes) };
}

async function y4mReader(file: NamedFile, size: FrameSize, count: number): Promise<FrameReader> {
  const header = readY4mHeader(file.name, await readBytes(file, 0, LONGEST_LINE));
  if (!sameSize(header.size, size) && !sameSize(header.size, evenSize(size))) {
    throw new Problem(
      `${file.name} has frames of ${formatSize(header.size)}, the sequence of ${formatSize(size)}.`,
      'Import frames of the sequence’s size, or open the sequence that the file was made from.',
    );
  }
  await checkY4mCount(file, header, count);
  const bytes = layoutBytes(header);
  let at = header.length;
  return {
    layout: header,
    async read() {
      const data = await readBytes(file, at, at + LONGEST_LINE + bytes);
      // The lines were looked through before.
      const line = y4mFrameHeaderLength(data) ?? 0;
      at += line + bytes;
      return data.subarray(line, line + bytes);
    },
  };
}

/** Goes through the frames' lines alone: a wrong number is told before anything is read. */
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
        : `no FRAME line stands where frame ${frames} should start`;
    throw new Problem(
      `${file.name} is damaged: ${where}, in ${formatBytes(file.data.size)}.`,
      'Decode or copy it again.',
    );
  }
  if (frames !== count) {
    throw new Problem(
      `${file.name} has ${frames} frames, the sequence ${count}.`,
      `Import all ${count} decoded frames, or open the sequence that the file was made from.`,
    );
  }
}

function notTenBit(name: string, index: number, largest: number): Problem {
  return new Problem(
    `Frame ${index} of ${name} has a sample of ${largest.toLocaleString('en-US')}, but 10 bit end at 1,023.`,
    'Write the frames again with 8 bit, or with 10 bit in little endian.',
  );
}
