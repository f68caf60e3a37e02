import type { BlockLook } from '../blockLook.ts';
import type { ShownBlocks } from '../shownPicture.ts';
import { blockShapes } from './blockShapes.ts';
import { ShapeList } from './shapeList.ts';
import { type ShapePlace, ShapeRenderer } from './shapeRenderer.ts';

/** Device pixels of the smallest blocks below which lines have no edges: they would hide all. */
const FINE = 10;
/** Frame pixels of the smallest coding blocks. */
const SMALLEST_BLOCK = 8;

/** Draws the blocks of an HEVC video over a picture. */
export class BlockPainter {
  private readonly shapes: ShapeRenderer;

  constructor(gl: WebGL2RenderingContext) {
    this.shapes = new ShapeRenderer(gl);
  }

  get uploadedBytes(): number {
    return this.shapes.uploadedBytes;
  }

  /** What lies under the outlines of objects. */
  drawFills({ blocks, ranges }: ShownBlocks, look: BlockLook, place: ShapePlace): void {
    this.shapes.fill(blockShapes(blocks, look, ranges).fills, place);
  }

  /** What lies over them. */
  drawLines(
    { blocks, ranges, selected }: ShownBlocks,
    look: BlockLook,
    place: ShapePlace,
    pixelRatio: number,
  ): void {
    const { grid, marks, vectors } = blockShapes(blocks, look, ranges);
    const { shapes } = this;
    const line = Math.max(1, Math.round(pixelRatio));
    const edge = place.view.scale * SMALLEST_BLOCK < FINE * pixelRatio ? 0 : line / 2;
    shapes.stroke(grid, place, line, edge);
    shapes.stroke(marks, place, line, edge);
    shapes.stroke(vectors, place, 1.5 * pixelRatio, pixelRatio);
    if (selected !== null) {
      shapes.stroke(this.frameOf(blocks, selected), place, 3 * line, line);
    }
  }

  trim(): void {
    this.shapes.trim();
  }

  dispose(): void {
    this.shapes.dispose();
  }

  /** The border of a coding unit. */
  private frameOf(blocks: ShownBlocks['blocks'], unit: number): ShapeList {
    const key = `${unit}`;
    const known = frames.get(blocks);
    if (known?.key === key) return known.shapes;
    const { coding, cropLeft, cropTop } = blocks;
    const size = 1 << (coding.log2Size[unit] ?? 0);
    const left = (coding.x[unit] ?? 0) - cropLeft;
    const top = (coding.y[unit] ?? 0) - cropTop;
    const [right, bottom] = [left + size, top + size];
    const shapes = new ShapeList();
    shapes.add(left, top, right, top, SELECTED);
    shapes.add(right, top, right, bottom, SELECTED);
    shapes.add(right, bottom, left, bottom, SELECTED);
    shapes.add(left, bottom, left, top, SELECTED);
    frames.set(blocks, { key, shapes });
    return shapes;
  }
}

const SELECTED = [255, 255, 255] as const;
const frames = new WeakMap<object, { key: string; shapes: ShapeList }>();
