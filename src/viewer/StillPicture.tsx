import { useEffect, useRef } from 'react';
import { plainPicture } from '../rendering/pictureReader.ts';
import type { Frames } from '../sequence/frames.ts';

interface StillPictureProps {
  readonly frames: Frames;
  readonly index: number;
  /** Label for screen readers. */
  readonly label: string;
}

/** One frame without masks, a canvas pixel for each of its pixels, for dialogs. */
export function StillPicture({ frames, index, label }: StillPictureProps) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(plainPicture(frames, index), 0, 0);
  }, [frames, index]);
  const { width, height } = frames.size;
  return <canvas ref={canvas} width={width} height={height} role="img" aria-label={label} />;
}
