import { isSlice, nalHeader, UNIT } from '../nalHeader.ts';
import { MODE, PARTITION, type PictureBlocks } from '../pictureBlocks.ts';
import type { ReadPicture } from './x265Stream.ts';

/** NAL units whose bits x265 does not count: messages (SEI). */
const MESSAGES = [39, 40];

/**
 * The line of a picture in x265's own statistics (`csv-log-level=2`), from the blocks of the picture:
 * x265_csvlog_frame() in encoder/api.cpp, by the names of its columns. Columns that do not follow
 * from the stream, such as times and distortion, are left out.
 */
export function x265Statistics(picture: ReadPicture, encodeOrder: number): Record<string, string> {
  const { blocks, units } = picture;
  const bits = units
    .filter((unit) => !MESSAGES.includes(nalHeader(unit).type))
    .reduce((sum, unit) => sum + 8 * unit.length, 0);
  // It takes three bytes for a start code where there are four, before video parameters that follow
  // a delimiter.
  const forgotten = units.slice(1).some((unit) => nalHeader(unit).type === UNIT.video) ? 8 : 0;
  const [list0 = [], list1 = []] = blocks.slices[0]?.references ?? [];
  return {
    'Encode Order': String(encodeOrder),
    Type: `${letterOf(picture)}-SLICE`,
    POC: String(blocks.order),
    QP: printed(meanQp(blocks)),
    Bits: String(bits + forgotten),
    'List 0': blocks.type === 'I' ? '-' : listed(list0),
    'List 1': blocks.type === 'B' ? listed(list1) : '-',
    ...codingUnitShares(blocks),
    ...predictionUnitShares(blocks),
  };
}

/** A reference of -1 ends the list for it, also where it is the picture before an IDR picture. */
function listed(orders: readonly number[]): string {
  const end = orders.indexOf(-1);
  return orders.slice(0, end < 0 ? orders.length : end).join(' ');
}

/** Lower case for pictures that are not referred to, and for key frames other than IDR. */
function letterOf({ blocks, units }: ReadPicture): string {
  const slice = units.map(nalHeader).find(({ type }) => isSlice(type));
  if (blocks.type === 'I') return slice && (slice.type === 19 || slice.type === 20) ? 'I' : 'i';
  return blocks.isReference ? blocks.type : blocks.type.toLowerCase();
}

/** Weighted with the area, as the sum over blocks of 4×4. */
function meanQp({ coding, width, height }: PictureBlocks): number {
  let sum = 0;
  for (let unit = 0; unit < coding.count; unit++) {
    sum += (coding.qp[unit] as number) * 4 ** (coding.log2Size[unit] as number);
  }
  return sum / (width * height);
}

/** Shares among all coding units (collectCTUStatistics() in encoder/frameencoder.cpp). */
function codingUnitShares(blocks: PictureBlocks): Record<string, string> {
  const { coding, prediction } = blocks;
  const counts = new Map<string, number>();
  const add = (name: string) => counts.set(name, (counts.get(name) ?? 0) + 1);
  // A skipped unit counts as "Merge" if the first prediction unit of its coding tree block is
  // merged, and as "Skip" if that one is not, whatever it is itself.
  const isFirstMerged = new Map<number, boolean>();
  for (let unit = 0; unit < coding.count; unit++) {
    const treeBlock = treeBlockOf(blocks, unit);
    const first = coding.firstPrediction[unit] as number;
    if (!isFirstMerged.has(treeBlock)) {
      isFirstMerged.set(treeBlock, (prediction.mergeIndex[first] as number) !== 255);
    }
    const size = sizeName(1 << (coding.log2Size[unit] as number));
    const mode = coding.mode[unit];
    const partition = coding.partition[unit] as number;
    if (mode === MODE.skip) add(`${isFirstMerged.get(treeBlock) ? 'Merge' : 'Skip'} ${size}`);
    else if (mode === MODE.inter) add(`Inter ${size}${shapeOf(partition)}`);
    else if (partition === PARTITION.NxN) add('4x4');
    // The columns are named the wrong way round: planar is mode 0, and counted under "DC".
    else add(`Intra ${size} ${['DC', 'Planar'][prediction.intraMode[first] as number] ?? 'Ang'}`);
  }
  const sizes = sizesOf(blocks).map(sizeName);
  const names = [
    ...sizes.flatMap((size) => ['DC', 'Planar', 'Ang'].map((mode) => `Intra ${size} ${mode}`)),
    '4x4',
    ...sizes.flatMap((size) => ['', ' (Rect)', ' (Amp)'].map((shape) => `Inter ${size}${shape}`)),
    ...sizes.flatMap((size) => [`Skip ${size}`, `Merge ${size}`]),
  ];
  const total = coding.count;
  return Object.fromEntries(names.map((name) => [name, share(counts.get(name) ?? 0, total)]));
}

/** Shares of each size by area (Analysis::collectPUStatistics() in encoder/analysis.cpp). */
function predictionUnitShares(blocks: PictureBlocks): Record<string, string> {
  const { coding, prediction } = blocks;
  const areas = new Map<string, number>();
  const totals = new Map<number, number>();
  const add = (size: number, kind: string, area: number) => {
    const name = `${kind} of ${size}`;
    areas.set(name, (areas.get(name) ?? 0) + area);
    totals.set(size, (totals.get(size) ?? 0) + area);
  };
  const smallest = 0;
  for (let unit = 0; unit < coding.count; unit++) {
    const size = 1 << (coding.log2Size[unit] as number);
    const mode = coding.mode[unit];
    const partition = coding.partition[unit] as number;
    const first = coding.firstPrediction[unit] as number;
    const parts = (coding.firstPrediction[unit + 1] as number) - first;
    if (mode === MODE.skip) add(size, 'Skip', 1);
    else if (mode === MODE.intra && partition === PARTITION.NxN) {
      // They have a total of their own, so that their share is all or nothing.
      add(smallest, 'NxN', 1);
    } else if (mode === MODE.intra) add(size, 'Intra', 1);
    else if (partition >= PARTITION['2NxnU']) add(size, 'Amp', 1);
    else {
      for (let part = first; part < first + parts; part++) {
        const isMerged = (prediction.mergeIndex[part] as number) !== 255;
        add(size, `${isMerged ? 'Merge' : 'Inter'} ${partition}`, 1 / parts);
      }
    }
  }
  // Blocks outside the picture count as predicted from other pictures, even in I slices.
  forEachOutside(blocks, (size) => add(size, 'Inter 0', 1));
  const shareOf = (size: number, kind: string) =>
    share(areas.get(`${kind} of ${size}`) ?? 0, totals.get(size) ?? 0);
  const entries: [string, string][] = [];
  for (const size of sizesOf(blocks)) {
    const whole = sizeName(size);
    entries.push(
      [`PU Intra ${whole}`, shareOf(size, 'Intra')],
      [`PU Skip ${whole}`, shareOf(size, 'Skip')],
      [`PU AMP ${size}`, shareOf(size, 'Amp')],
      [`PU Inter ${whole}`, shareOf(size, 'Inter 0')],
      [`PU Merge ${whole}`, shareOf(size, 'Merge 0')],
      [`PU Inter ${size}x${size / 2}`, shareOf(size, 'Inter 1')],
      [`PU Merge ${size}x${size / 2}`, shareOf(size, 'Merge 1')],
      [`PU Inter ${size / 2}x${size}`, shareOf(size, 'Inter 2')],
      [`PU Merge ${size / 2}x${size}`, shareOf(size, 'Merge 2')],
    );
  }
  entries.push(['PU 4x4', shareOf(smallest, 'NxN')]);
  return Object.fromEntries(entries);
}

/** The blocks that x265 leaves empty where coding tree blocks reach over the picture's borders. */
function forEachOutside(
  { width, height, log2TreeBlock }: PictureBlocks,
  visit: (size: number) => void,
): void {
  const divide = (x: number, y: number, size: number) => {
    if (x >= width || y >= height) visit(size);
    else if (x + size > width || y + size > height) {
      const half = size / 2;
      for (const [atX, atY] of [
        [x, y],
        [x + half, y],
        [x, y + half],
        [x + half, y + half],
      ] as const) {
        divide(atX, atY, half);
      }
    }
  };
  const size = 1 << log2TreeBlock;
  for (let y = 0; y < height; y += size) for (let x = 0; x < width; x += size) divide(x, y, size);
}

function treeBlockOf({ coding, log2TreeBlock, width }: PictureBlocks, unit: number): number {
  const columns = Math.ceil(width / (1 << log2TreeBlock));
  const row = (coding.y[unit] as number) >> log2TreeBlock;
  return row * columns + ((coding.x[unit] as number) >> log2TreeBlock);
}

/** All sizes of coding blocks, the largest first. */
function sizesOf({ log2TreeBlock }: PictureBlocks): number[] {
  return [64, 32, 16, 8].filter((size) => size <= 1 << log2TreeBlock);
}

function sizeName(size: number): string {
  return `${size}x${size}`;
}

function shapeOf(partition: number): string {
  if (partition === PARTITION['2Nx2N']) return '';
  return partition < PARTITION['2NxnU'] ? ' (Rect)' : ' (Amp)';
}

function share(count: number, total: number): string {
  return `${printed(total === 0 ? 0 : (100 * count) / total)}%`;
}

/** Two decimals as printf() rounds: an exact half, which only eighths can be, to the even digit. */
function printed(value: number): string {
  if ((8 * value) % 2 !== 1) return value.toFixed(2);
  const below = Math.floor(100 * value);
  return ((below + (below % 2)) / 100).toFixed(2);
}

/** x265's own statistics: for each picture in coding order, its columns by name. */
export function readStatistics(csv: string): Record<string, string>[] {
  const [header = '', ...lines] = csv.split('\n').filter((line) => line.trim() !== '');
  let prefix = '';
  const names = header.split(',').map((name) => {
    const whole = `${prefix}${name.trim()}`;
    // Behind the levels of samples are the prediction units, whose columns have the same names.
    if (name.includes('Luma Level')) prefix = 'PU ';
    return whole;
  });
  return lines.map((line) => {
    const values = line.split(',').map((value) => value.trim());
    return Object.fromEntries(names.map((name, index) => [name, values[index] ?? '']));
  });
}
