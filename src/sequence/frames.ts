/** Width and height in luma samples. */
export interface FrameSize {
  readonly width: number;
  readonly height: number;
}

/**
 * Frames of a sequence in planar YUV 4:2:0, 8 bit, BT.601 limited range, like `-pix_fmt yuv420p` of
 * ffmpeg: for each frame the luma plane [height, width], then the two chroma planes [ceil(height /
 * 2), ceil(width / 2)].
 *
 * All frames are in one SharedArrayBuffer, so that workers and the screen use the same bytes
 * without copying. The object is plain and can be posted to a worker.
 */
export interface Frames {
  readonly size: FrameSize;
  readonly count: number;
  readonly buffer: SharedArrayBuffer;
}

/** Views of the planes of one frame; writing to them changes the frame. */
export interface FramePlanes {
  readonly y: Uint8Array;
  readonly u: Uint8Array;
  readonly v: Uint8Array;
  /** Size of the luma plane. */
  readonly size: FrameSize;
  /** Size of each chroma plane. */
  readonly chroma: FrameSize;
}

/** Size of the chroma planes for a luma plane of this size. */
export function chromaSize({ width, height }: FrameSize): FrameSize {
  return { width: (width + 1) >> 1, height: (height + 1) >> 1 };
}

/** Bytes of one yuv420p frame. */
export function frameBytes(size: FrameSize): number {
  const chroma = chromaSize(size);
  return size.width * size.height + 2 * chroma.width * chroma.height;
}

export function allocateFrames(size: FrameSize, count: number): Frames {
  return { size, count, buffer: new SharedArrayBuffer(frameBytes(size) * count) };
}

/** A view of all bytes of frame `index`, plane by plane. */
export function frameData(frames: Frames, index: number): Uint8Array {
  assertIndex(index, frames.count);
  const bytes = frameBytes(frames.size);
  return new Uint8Array(frames.buffer, index * bytes, bytes);
}

export function framePlanes(frames: Frames, index: number): FramePlanes {
  const data = frameData(frames, index);
  const { size } = frames;
  const chroma = chromaSize(size);
  const lumaBytes = size.width * size.height;
  const chromaBytes = chroma.width * chroma.height;
  return {
    y: data.subarray(0, lumaBytes),
    u: data.subarray(lumaBytes, lumaBytes + chromaBytes),
    v: data.subarray(lumaBytes + chromaBytes),
    size,
    chroma,
  };
}

/** Formats a size for the screen and messages, e.g. `854×480`. */
export function formatSize({ width, height }: FrameSize): string {
  return `${width}×${height}`;
}

export function sameSize(a: FrameSize, b: FrameSize): boolean {
  return a.width === b.width && a.height === b.height;
}

function assertIndex(index: number, count: number): void {
  if (!Number.isInteger(index) || index < 0 || index >= count) {
    throw new RangeError(`frame ${index} is outside 0..${count - 1}`);
  }
}
