import type { ColumnState, ExperimentState } from '../../experiment/experimentState.ts';
import { bitsOfUnit, MODE, type PictureBlocks } from '../../hevc/pictureBlocks.ts';
import { columnKind } from '../../results/columnSpec.ts';
import { meanPictureQuality } from '../../scoring/pictureQuality.ts';
import type { ScoreCounts } from '../../scoring/scoringApi.ts';
import { summarizeFrame, summarizeSequence } from '../../scoring/statistics.ts';
import type { Figure, FigureName } from '../format/figure.ts';

/** What figures are taken from. */
export interface FigureSources {
  readonly experiment: ExperimentState;
  /** The frame on the screen. */
  readonly frame: number;
  /** The blocks of a column's picture at that frame; null while they are not read. */
  readonly blocks: (column: ColumnState) => PictureBlocks | null;
  /** The counts of an object in a column at that frame; null while they are not counted. */
  readonly counts: (column: ColumnState, objectId: number) => ScoreCounts | null;
}

/** Stands for a figure that is not known, or not yet. */
export const UNKNOWN = '–';

/** A figure as text, without unit; {@link UNKNOWN} if it is not known. */
export function figureText(figure: Figure, sources: FigureSources): string {
  const { experiment, frame } = sources;
  if (figure.column === null) return whole(pageFigure(figure.name, experiment, frame));
  const column = experiment.columns[figure.column];
  if (!column) return UNKNOWN;
  const { name } = figure;
  switch (name) {
    case 'CRF':
      return column.crf === null ? UNKNOWN : String(column.crf);
    case 'key interval':
      return 'keyint' in column.spec.pictures ? String(column.spec.pictures.keyint) : UNKNOWN;
    case 'bpp':
      return fixed(column.bits?.total, 4);
    case 'video bpp':
      return fixed(column.bits?.video, 4);
    case 'mask bpp':
      return fixed(column.bits?.masks, 4);
    case 'saved':
      return percent(savedShare(column, experiment.columns));
    case 'kept':
      return percent(keptShare(column, experiment.columns));
    case 'bits':
      return whole(figure.isHere ? frameBits(column, frame) : allBits(column));
    case 'J':
    case 'F':
    case 'J&F':
      return fixed(score(column, figure, sources), 3);
    case 'PSNR':
      return fixed(qualityOf(column, figure, frame)?.psnrY, 2);
    case 'SSIM':
      return fixed(qualityOf(column, figure, frame)?.ssimY, 4);
    case 'mean squared error':
      return fixed(meanSquaredError(column, frame), 1);
    case 'squared error': {
      const mean = meanSquaredError(column, frame);
      return whole(mean === undefined ? undefined : mean * pixelsOf(experiment));
    }
    default:
      return countText(name, column, figure, sources) ?? blockText(name, column, sources);
  }
}

function pageFigure(name: FigureName, experiment: ExperimentState, frame: number) {
  if (name === 'frame') return frame;
  return name === 'frames' ? experiment.frameCount : pixelsOf(experiment);
}

function pixelsOf({ size }: ExperimentState): number {
  return size.width * size.height;
}

/** The share of the bits of the first x265 column that a column does without. */
function savedShare(column: ColumnState, columns: readonly ColumnState[]): number | undefined {
  const x265 = columns.find(({ spec }) => columnKind(spec) === 'x265');
  return column.bits && x265?.bits ? 1 - column.bits.total / x265.bits.total : undefined;
}

/** The share of J&F on the originals that a column has. */
function keptShare(column: ColumnState, columns: readonly ColumnState[]): number | undefined {
  const original = columns.find(({ spec }) => columnKind(spec) === 'original');
  if (!original) return undefined;
  return summarizeSequence(column.scores).JF / summarizeSequence(original.scores).JF;
}

/** Bits of the video, without masks. */
function frameBits({ packets }: ColumnState, frame: number): number | undefined {
  const packet = packets?.[frame];
  return packet && 8 * packet.bytes;
}

function allBits({ packets }: ColumnState): number | undefined {
  return packets === null ? undefined : 8 * packets.reduce((sum, { bytes }) => sum + bytes, 0);
}

function score(
  { scores }: ColumnState,
  { name, object, isHere }: Figure,
  { experiment, frame }: FigureSources,
): number | undefined {
  const index = object === null ? -1 : experiment.scoredIds.indexOf(object);
  if (object !== null && index < 0) return undefined;
  const pick = <T>(list: readonly T[]): readonly T[] =>
    object === null ? list : list.slice(index, index + 1);
  const chosen = scores.map((each) => each && { J: pick(each.J), F: pick(each.F) });
  if (isHere) {
    const here = chosen[frame];
    return here ? measureOf(name, summarizeFrame(here)) : undefined;
  }
  const { J, F, JF } = summarizeSequence(chosen);
  return measureOf(name, { J: J.mean, F: F.mean, JF });
}

function measureOf(name: FigureName, { J, F, JF }: { J: number; F: number; JF: number }): number {
  return name === 'J' ? J : name === 'F' ? F : JF;
}

function qualityOf({ pictures }: ColumnState, { isHere }: Figure, frame: number) {
  return isHere ? pictures.quality[frame] : meanPictureQuality(pictures.quality);
}

/** PSNR is ten times the decimal logarithm of 255² over it. */
function meanSquaredError({ pictures }: ColumnState, frame: number): number | undefined {
  const psnr = pictures.quality[frame]?.psnrY;
  return psnr === undefined ? undefined : 255 ** 2 / 10 ** (psnr / 10);
}

/** @returns undefined if the figure is no count */
function countText(
  name: FigureName,
  column: ColumnState,
  { object }: Figure,
  { counts }: FigureSources,
): string | undefined {
  if (object === null) return undefined;
  const known = counts(column, object);
  if (!known) return UNKNOWN;
  const { intersection, union, foundContour, wantedContour, radius } = known;
  switch (name) {
    case 'intersection':
      return whole(intersection);
    case 'union':
      return whole(union);
    case 'contour found':
      return whole(foundContour.pixels);
    case 'contour found near':
      return whole(foundContour.near);
    case 'contour wanted':
      return whole(wantedContour.pixels);
    case 'contour wanted near':
      return whole(wantedContour.near);
    case 'precision':
      return fixed(foundContour.near / foundContour.pixels, 3);
    case 'recall':
      return fixed(wantedContour.near / wantedContour.pixels, 3);
    case 'radius':
      return whole(radius);
    default:
      return undefined;
  }
}

/** E.g. the share of the picture's area, or of its bits, in skipped coding units. */
function blockText(name: FigureName, column: ColumnState, { blocks }: FigureSources): string {
  const [word = '', what] = name.split(' ');
  const picture = blocks(column);
  if (!picture || !(word === 'intra' || word === 'inter' || word === 'skipped')) return UNKNOWN;
  const mode = word === 'skipped' ? MODE.skip : MODE[word];
  const { coding } = picture;
  let [part, all] = [0, 0];
  for (let unit = 0; unit < coding.count; unit++) {
    const area = 4 ** (coding.log2Size[unit] ?? 0);
    const weight = what === 'area' ? area : bitsOfUnit(picture, unit);
    all += weight;
    if (coding.mode[unit] === mode) part += weight;
  }
  return percent(all === 0 ? undefined : part / all);
}

function fixed(value: number | null | undefined, digits: number): string {
  if (value === null || value === undefined || Number.isNaN(value)) return UNKNOWN;
  return Number.isFinite(value) ? value.toFixed(digits) : '∞';
}

function whole(value: number | undefined): string {
  return value === undefined ? UNKNOWN : Math.round(value).toLocaleString('en');
}

function percent(share: number | undefined): string {
  return share === undefined ? UNKNOWN : `${(100 * share).toFixed(Math.abs(share) < 0.1 ? 1 : 0)}%`;
}
