import { bitsOfUnit, type PictureBlocks, sliceOfUnit } from '../../hevc/pictureBlocks.ts';
import type { Colour } from '../../sequence/davisPalette.ts';
import { bitsShare, kindOfUnit, qpShare, referenceColour, UNIT_COLOURS } from '../blockColours.ts';
import type { BlockLook } from '../blockLook.ts';
import { type BlockRanges, pixelsOfUnit } from '../blockRanges.ts';
import { heatColour } from '../layerColours.ts';
import { intraShape } from './intraShape.ts';
import { ShapeList } from './shapeList.ts';

/** The blocks of a picture as shapes, in frame pixels. */
export interface BlockShapes {
  /** Rectangles. */
  readonly fills: ShapeList;
  /** The borders of blocks. */
  readonly grid: ShapeList;
  /** Intra directions. */
  readonly marks: ShapeList;
  readonly vectors: ShapeList;
}

const MODE_ALPHA = 0.42;
/** Of the lowest and the highest values: the picture is to be seen where little happens. */
const HEAT_ALPHA = [0.55, 0.85] as const;
const GRID_COLOUR: Colour = [255, 255, 255];
const MARK_COLOUR: Colour = [255, 255, 255];

/** The shapes of a picture, made once for each look. */
export function blockShapes(
  blocks: PictureBlocks,
  look: BlockLook,
  ranges: BlockRanges,
): BlockShapes {
  const { blockFill, blockGrid, blockVectors } = look;
  const key = JSON.stringify([blockFill, blockGrid, blockVectors, ranges]);
  const known = made.get(blocks);
  if (known?.key === key) return known.shapes;
  const shapes = {
    fills: new ShapeList(),
    grid: new ShapeList(),
    marks: new ShapeList(),
    vectors: new ShapeList(),
  };
  if (blockFill === 'mode') addModes(blocks, shapes);
  else if (blockFill !== 'none') addHeat(blocks, blockFill, ranges, shapes.fills);
  addGrid(blocks, blockGrid, shapes.grid);
  if (blockVectors) addVectors(blocks, shapes.vectors);
  made.set(blocks, { key, shapes });
  return shapes;
}

/** The last shapes of each picture. */
const made = new WeakMap<PictureBlocks, { key: string; shapes: BlockShapes }>();

function addModes(blocks: PictureBlocks, { fills, marks }: BlockShapes): void {
  const { coding, prediction, cropLeft, cropTop } = blocks;
  for (let unit = 0; unit < coding.count; unit++) {
    const end = coding.firstPrediction[unit + 1] ?? 0;
    for (let part = coding.firstPrediction[unit] ?? 0; part < end; part++) {
      const x = (prediction.x[part] ?? 0) - cropLeft;
      const y = (prediction.y[part] ?? 0) - cropTop;
      const width = prediction.width[part] ?? 0;
      const height = prediction.height[part] ?? 0;
      const kind = kindOfUnit(blocks, unit, part);
      fills.add(x, y, width, height, UNIT_COLOURS[kind], MODE_ALPHA);
      if (kind !== 'intra') continue;
      for (const [fromX, fromY, toX, toY] of intraShape(prediction.intraMode[part] ?? 0)) {
        const across = (share: number) => x + width * share;
        const down = (share: number) => y + height * share;
        marks.add(across(fromX), down(fromY), across(toX), down(toY), MARK_COLOUR, 0.9);
      }
    }
  }
}

function addHeat(
  blocks: PictureBlocks,
  fill: 'qp' | 'bits',
  ranges: BlockRanges,
  fills: ShapeList,
): void {
  const { coding, cropLeft, cropTop } = blocks;
  for (let unit = 0; unit < coding.count; unit++) {
    const size = 1 << (coding.log2Size[unit] ?? 0);
    const share =
      fill === 'qp'
        ? qpShare(coding.qp[unit] ?? 0, ranges.qp)
        : bitsShare(bitsOfUnit(blocks, unit) / pixelsOfUnit(blocks, unit), ranges.bits);
    const [least, most] = HEAT_ALPHA;
    const alpha = least + (most - least) * share;
    const x = (coding.x[unit] ?? 0) - cropLeft;
    const y = (coding.y[unit] ?? 0) - cropTop;
    fills.add(x, y, size, size, heatColour(share), alpha);
  }
}

/** The left and the upper border of each block: the others belong to its neighbours. */
function addGrid(blocks: PictureBlocks, grid: BlockLook['blockGrid'], lines: ShapeList): void {
  const { coding, prediction, transform, cropLeft, cropTop } = blocks;
  const add = (left: number, top: number, width: number, height: number) => {
    const x = left - cropLeft;
    const y = top - cropTop;
    lines.add(x, y, x + width, y, GRID_COLOUR, 0.75);
    lines.add(x, y, x, y + height, GRID_COLOUR, 0.75);
  };
  if (grid === 'coding') {
    for (let unit = 0; unit < coding.count; unit++) {
      const size = 1 << (coding.log2Size[unit] ?? 0);
      add(coding.x[unit] ?? 0, coding.y[unit] ?? 0, size, size);
    }
  } else if (grid === 'prediction') {
    const { x, y, width, height } = prediction;
    for (let unit = 0; unit < prediction.count; unit++) {
      add(x[unit] ?? 0, y[unit] ?? 0, width[unit] ?? 0, height[unit] ?? 0);
    }
  } else if (grid === 'transform') {
    for (let unit = 0; unit < transform.count; unit++) {
      const size = 1 << (transform.log2Size[unit] ?? 0);
      add(transform.x[unit] ?? 0, transform.y[unit] ?? 0, size, size);
    }
  }
}

/** From the middle of each prediction unit to where it is predicted from. */
function addVectors(blocks: PictureBlocks, lines: ShapeList): void {
  const { coding, prediction, order, cropLeft, cropTop } = blocks;
  for (let unit = 0; unit < coding.count; unit++) {
    const slice = sliceOfUnit(blocks, unit);
    const end = coding.firstPrediction[unit + 1] ?? 0;
    for (let part = coding.firstPrediction[unit] ?? 0; part < end; part++) {
      const x = (prediction.x[part] ?? 0) + (prediction.width[part] ?? 0) / 2 - cropLeft;
      const y = (prediction.y[part] ?? 0) + (prediction.height[part] ?? 0) / 2 - cropTop;
      for (const list of [0, 1] as const) {
        const reference = prediction.reference[2 * part + list] ?? -1;
        if (reference < 0) continue;
        const distance = (slice?.references[list][reference] ?? order) - order;
        const toX = x + (prediction.vector[4 * part + 2 * list] ?? 0) / 4;
        const toY = y + (prediction.vector[4 * part + 2 * list + 1] ?? 0) / 4;
        lines.add(x, y, toX, toY, referenceColour(distance));
      }
    }
  }
}
