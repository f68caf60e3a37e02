import { useEffect, useRef } from 'react';
import { describeError, Problem } from '../problem.ts';
import { plainPicture } from '../rendering/pictureReader.ts';
import { type FrameSize, type Frames, formatSize, sameSize } from '../sequence/frames.ts';
import styles from './PaintSurface.module.css';

/** The frame to paint on: the first of decoded frames, a bitmap or an image file. */
export type PainterPicture = Frames | ImageBitmap | Blob;

interface PictureCanvasProps {
  readonly picture: PainterPicture;
  readonly size: FrameSize;
  /** Called if the picture cannot be shown. */
  readonly onProblem: (problem: string) => void;
}

/** Draws the frame, one canvas pixel per frame pixel. */
export function PictureCanvas({ picture, size, onProblem }: PictureCanvasProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    const element = canvas.current;
    if (!element) return;
    const run = new AbortController();
    drawPicture(element, picture, size, run.signal).catch((error) => {
      if (!run.signal.aborted) onProblem(describeError(error));
    });
    return () => run.abort();
  }, [picture, size, onProblem]);
  return <canvas ref={canvas} className={styles.layer} aria-hidden />;
}

async function drawPicture(
  canvas: HTMLCanvasElement,
  picture: PainterPicture,
  size: FrameSize,
  signal: AbortSignal,
): Promise<void> {
  if (isFrames(picture)) {
    assertSize(picture.size, size);
    canvas.width = size.width;
    canvas.height = size.height;
    canvas.getContext('2d')?.putImageData(plainPicture(picture, 0), 0, 0);
    return;
  }
  const bitmap = picture instanceof Blob ? await decodePicture(picture) : picture;
  try {
    if (signal.aborted) return;
    assertSize(bitmap, size);
    canvas.width = size.width;
    canvas.height = size.height;
    canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
  } finally {
    // The caller closes its own bitmap.
    if (bitmap !== picture) bitmap.close();
  }
}

async function decodePicture(blob: Blob): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(blob);
  } catch (cause) {
    const remedy = 'Open the sequence again, or export its first frame as JPEG or PNG.';
    throw new Problem('The browser cannot decode the first frame.', remedy, { cause });
  }
}

function assertSize(actual: FrameSize, size: FrameSize): void {
  if (sameSize(actual, size)) return;
  throw new Problem(
    `The first frame is ${formatSize(actual)}, but its masks must be ${formatSize(size)}.`,
    'Open the sequence again.',
  );
}

function isFrames(picture: PainterPicture): picture is Frames {
  return 'buffer' in picture;
}
