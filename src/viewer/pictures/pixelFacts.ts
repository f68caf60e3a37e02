import type { ShownPicture } from '../../rendering/shownPicture.ts';
import { chromaSize, type Frames, frameData } from '../../sequence/frames.ts';
import { type LabelMaps, labelMap, VOID_ID } from '../../sequence/labelMaps.ts';

/** What a pixel of a column is, as the loupe shows it. */
export interface PixelFacts {
  /** Samples of 8 bits; the chroma samples are those of four pixels. */
  readonly yuv: Samples;
  /** Difference to the original; null without it. */
  readonly difference: Samples | null;
  /** Object id; null without a mask. */
  readonly label: number | null;
  /** Against the ground truth; null if one of both is not there. */
  readonly verdict: Verdict | null;
}

type Samples = readonly [y: number, u: number, v: number];

export type Verdict = 'hit' | 'miss' | 'false alarm' | 'wrong object' | 'background';

/**
 * @param x column of the pixel, inside the frame
 * @param y row of the pixel
 */
export function pixelFacts(picture: ShownPicture, x: number, y: number): PixelFacts {
  const { frames, maps, original, truth, index } = picture;
  const yuv = samplesAt(frames, index, x, y);
  const other = original && samplesAt(original, index, x, y);
  const label = maps && idAt(maps, index, x, y);
  const wanted = truth && idAt(truth, index, x, y);
  return {
    yuv,
    difference: other && [yuv[0] - other[0], yuv[1] - other[1], yuv[2] - other[2]],
    label,
    verdict: label === null || wanted === null ? null : verdictOf(label, wanted),
  };
}

/** Void pixels of the ground truth count as background, as in the score. */
function verdictOf(label: number, wanted: number): Verdict {
  const truth = wanted === VOID_ID ? 0 : wanted;
  if (label === truth) return truth === 0 ? 'background' : 'hit';
  if (label === 0) return 'miss';
  return truth === 0 ? 'false alarm' : 'wrong object';
}

function samplesAt(frames: Frames, index: number, x: number, y: number): Samples {
  const { size } = frames;
  const data = frameData(frames, index);
  const chroma = chromaSize(size);
  const luma = size.width * size.height;
  const inChroma = luma + (y >> 1) * chroma.width + (x >> 1);
  const at = (offset: number) => data[offset] ?? 0;
  return [at(y * size.width + x), at(inChroma), at(inChroma + chroma.width * chroma.height)];
}

function idAt(maps: LabelMaps, index: number, x: number, y: number): number {
  return labelMap(maps, index)[y * maps.size.width + x] ?? 0;
}
