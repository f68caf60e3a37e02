import { FLAG, MODE, type PictureBlocks } from '../pictureBlocks.ts';
import type { ReadPicture } from './x265Stream.ts';

/**
 * The blocks of the shown pictures as text, in output order, as `libde265Blocks.cc` writes those that
 * another decoder reads: a line for each coding (c), intra (i), inter (p) and transform unit (t).
 */
export function blockText(pictures: readonly ReadPicture[]): string {
  return pictures
    .filter(({ place }) => place !== null)
    .toSorted((a, b) => (a.place ?? 0) - (b.place ?? 0))
    .flatMap(({ blocks }) => linesOf(blocks))
    .map((line) => `${line}\n`)
    .join('');
}

function linesOf(blocks: PictureBlocks): string[] {
  const { coding } = blocks;
  const at = (unit: number) => 65_536 * (coding.y[unit] as number) + (coding.x[unit] as number);
  const inRaster = Array.from({ length: coding.count }, (_, unit) => unit);
  inRaster.sort((a, b) => at(a) - at(b));
  return [`picture ${blocks.order}`, ...inRaster.flatMap((unit) => linesOfUnit(blocks, unit))];
}

function linesOfUnit(blocks: PictureBlocks, unit: number): string[] {
  const { coding, prediction, transform } = blocks;
  const x = coding.x[unit] as number;
  const y = coding.y[unit] as number;
  const log2Size = coding.log2Size[unit] as number;
  const mode = coding.mode[unit] as number;
  const isPcm = ((coding.flags[unit] as number) & FLAG.pcm) !== 0;
  const partition = coding.partition[unit] as number;
  const lines = [
    `c ${x} ${y} ${log2Size} ${mode} ${partition} ${coding.qp[unit]} ${isPcm ? 1 : 0}`,
  ];
  const nextPrediction = coding.firstPrediction[unit + 1] as number;
  for (let part = coding.firstPrediction[unit] as number; part < nextPrediction; part++) {
    const place = `${prediction.x[part]} ${prediction.y[part]}`;
    const size = `${prediction.width[part]} ${prediction.height[part]}`;
    if (mode !== MODE.intra) {
      lines.push(`p ${place} ${size} ${motionOf(blocks, part, 0)} ${motionOf(blocks, part, 1)}`);
    } else if (!isPcm) lines.push(`i ${place} ${prediction.intraMode[part]}`);
  }
  if (mode === MODE.skip) return lines;
  const first = coding.firstTransform[unit] as number;
  const nextTransform = coding.firstTransform[unit + 1] as number;
  if (first === nextTransform) lines.push(`t ${x} ${y} ${log2Size}`);
  for (let block = first; block < nextTransform; block++) {
    lines.push(`t ${transform.x[block]} ${transform.y[block]} ${transform.log2Size[block]}`);
  }
  return lines;
}

/** Index, picture order count and vector of a prediction unit's reference in a list. */
function motionOf(blocks: PictureBlocks, part: number, list: 0 | 1): string {
  const { prediction, slices, sliceOf, log2TreeBlock, width } = blocks;
  const index = prediction.reference[2 * part + list] as number;
  if (index < 0) return '-';
  const columns = Math.ceil(width / (1 << log2TreeBlock));
  const column = (prediction.x[part] as number) >> log2TreeBlock;
  const row = (prediction.y[part] as number) >> log2TreeBlock;
  const slice = slices[sliceOf[row * columns + column] as number];
  const x = prediction.vector[4 * part + 2 * list];
  const y = prediction.vector[4 * part + 2 * list + 1];
  return `${index}@${slice?.references[list][index]}(${x},${y})`;
}
