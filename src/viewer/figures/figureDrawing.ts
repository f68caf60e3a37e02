import type { BlockRanges } from '../../rendering/blockRanges.ts';
import { drawableLook } from '../../rendering/drawableLook.ts';
import type { Layer } from '../../rendering/look.ts';
import type { PictureReader } from '../../rendering/pictureReader.ts';
import type { Rectangle, ShownPicture } from '../../rendering/shownPicture.ts';
import { labelMap } from '../../sequence/labelMaps.ts';
import { chartLines } from '../moments/chartLines.ts';
import { savedChart } from '../moments/savedChart.ts';
import { INITIAL_VIEW } from '../viewState.ts';
import { blockKeys } from './blockKeys.ts';
import { drawChart } from './chartDrawing.ts';
import type { Drawing, Mark, TextMark } from './drawing.ts';
import { figuresOf, frameScore, settingsOf, shortFiguresOf } from './figureLabels.ts';
import { type FigureLayout, figureLayout } from './figureLayout.ts';
import { type FigureColumn, type FigurePlan, plannedPicture } from './figurePlan.ts';
import { FIGURE_STYLES, type FigureStyle, INK, PALE_INK, WHITE } from './figureStyle.ts';
import { croppedMap, type Inset, placeInset } from './inset.ts';
import { layerKeys } from './layerKeys.ts';
import { outlinedMap, outlineMarks } from './outlines.ts';
import { shortened, wrapParts } from './textWidth.ts';

/** Columns narrower than this, in points, have short labels; the caption has all settings. */
const WIDE = 90;

/** Height of the chart as a share of the figure's width. */
const CHART_SHARE = 0.2;

/** Patterns of layers are drawn for a screen on which a picture has so many pixels across. */
const SCREEN_WIDTH = 420;

/** A figure, and how large its pictures are. */
export interface FigureDrawing {
  readonly drawing: Drawing;
  /** Pixels per point at which a pixel of a picture is one of the figure. */
  readonly nativeScale: number;
}

/**
 * Draws a figure: pictures without outlines as pixels, everything else as lines and text.
 *
 * @param reader draws the pictures
 * @throws Problem if the crop cannot be shown
 */
export function drawFigure(plan: FigurePlan, reader: PictureReader): FigureDrawing {
  const { request, experiment, columns, rows } = plan;
  const frame = experiment.size;
  const style = FIGURE_STYLES[request.size];
  const columnWidth = (style.width - style.gap * (columns.length - 1)) / columns.length;
  const heads = request.labels ? columns.map((column) => headOf(column, style, columnWidth)) : [];
  const layout = figureLayout({
    ...{ style, frame, columns: columns.length, rows: rows.length },
    headLines: request.labels ? Math.max(0, ...heads.map(({ lines }) => lines.length)) : null,
  });
  const inset = request.crop && placeInset(request.crop, frame, shownMaps(plan));
  const marks: Mark[] = heads.flatMap((head, index) => headMarks(head, layout, index, style));
  const drawnLayers = new Set<Layer>();
  let ranges: BlockRanges | null = null;
  for (const [row, index] of rows.entries()) {
    for (const [at, column] of columns.entries()) {
      const box = layout.cells[row]?.[at];
      if (!box) continue;
      const picture = plannedPicture(plan, column, index);
      drawnLayers.add(drawableLook(column.look, picture).layer);
      ranges = picture.blocks?.ranges ?? ranges;
      marks.push(...pictureMarks({ picture, column, box, style, inset, reader }));
      const baseline = layout.rowLabels[row];
      if (baseline != null) marks.push(...rowLabelMarks(column, index, box, baseline, style));
    }
  }
  const { width } = layout;
  let { height } = layout;
  const [first] = columns;
  // Keys are labels, too. All columns have the same kind of difference and gain.
  if (request.labels && first) {
    const keys = layerKeys(drawnLayers, first.look, { top: height + style.text, text: style.text });
    if (keys.height > 0) {
      marks.push(...keys.marks);
      height += style.text + keys.height;
    }
    const place = { top: height + style.text, text: style.text };
    const ofBlocks = ranges && blockKeys(first.look, ranges, place);
    if (ofBlocks && ofBlocks.height > 0) {
      marks.push(...ofBlocks.marks);
      height += style.text + ofBlocks.height;
    }
  }
  if (request.chart) {
    const top = height + 2 * style.text;
    const size = { width, height: CHART_SHARE * width, text: style.text };
    const scores = savedChart({
      ...{ title: 'J&F', figure: 'JF', marked: rows },
      lines: chartLines(experiment, INITIAL_VIEW),
      window: { first: 0, last: experiment.frameCount - 1 },
    });
    const chart = drawChart(scores, size);
    marks.push(...chart.marks.map((mark) => lowered(mark, top)));
    height = top + chart.height;
  }
  return { drawing: { width, height, marks }, nativeScale: frame.width / layout.columnWidth };
}

interface Head {
  readonly name: string;
  readonly lines: readonly string[];
}

function headOf(column: FigureColumn, { name, text }: FigureStyle, width: number): Head {
  const lines =
    width >= WIDE
      ? [settingsOf(column), figuresOf(column)].flatMap((parts) => wrapParts(parts, text, width))
      : wrapParts(shortFiguresOf(column), text, width);
  return { name: shortened(column.name, name, width, true), lines };
}

function headMarks(
  { name, lines }: Head,
  { lefts, headLines }: FigureLayout,
  column: number,
  style: FigureStyle,
): TextMark[] {
  const x = lefts[column] ?? 0;
  return [name, ...lines].map((text, line) => ({
    kind: 'text',
    ...{ text, x, y: headLines[line] ?? 0, anchor: 'start' },
    size: line === 0 ? style.name : style.text,
    bold: line === 0,
    colour: line === 0 ? INK : PALE_INK,
  }));
}

function rowLabelMarks(
  column: FigureColumn,
  frame: number,
  box: Rectangle,
  y: number,
  { text: size }: FigureStyle,
): TextMark[] {
  const label = { kind: 'text', y, size, bold: false, colour: INK } as const;
  const score = frameScore(column, frame);
  return [
    { ...label, text: `Frame ${frame}`, x: box.x, anchor: 'start', colour: PALE_INK },
    ...(score ? [{ ...label, text: score, x: box.x + box.width, anchor: 'end' } as const] : []),
  ];
}

interface PlacedPicture {
  readonly picture: ShownPicture;
  readonly column: FigureColumn;
  /** In points. */
  readonly box: Rectangle;
  readonly style: FigureStyle;
  readonly inset: Inset | null;
  readonly reader: PictureReader;
}

/** A picture at its native pixels with its outlines, and its inset. */
function pictureMarks({ picture, column, box, style, inset, reader }: PlacedPicture): Mark[] {
  const { size } = picture.frames;
  const { look } = column;
  const bare = { ...look, outline: false };
  const whole = { x: 0, y: 0, ...size };
  const ratio = Math.max(1, size.width / SCREEN_WIDTH);
  const scale = box.width / size.width;
  const map = outlinedMap(picture, look);
  const place = { x: box.x, y: box.y, scale };
  const marks: Mark[] = [
    { kind: 'image', box, pixels: reader.read(picture, bare, whole, size, ratio) },
    ...(map ? outlineMarks(map, size, look, place, style.outline) : []),
  ];
  if (!inset) return marks;
  const inPoints = ({ x, y, width, height }: Rectangle) => ({
    ...{ x: box.x + x * scale, y: box.y + y * scale },
    ...{ width: width * scale, height: height * scale },
  });
  const { crop } = inset;
  const target = inPoints(inset.place);
  const enlarged = { x: target.x, y: target.y, scale: target.width / crop.width };
  const part = map && croppedMap(map, size, crop);
  marks.push(
    ...frameMarks(inPoints(crop), style),
    { kind: 'image', box: target, pixels: reader.read(picture, bare, crop, inset.size, ratio) },
    ...(part ? outlineMarks(part, crop, look, enlarged, style.outline) : []),
    ...frameMarks(target, style),
  );
  return marks;
}

/** The border of a part of a picture, inside of its edges: white between dark lines. */
function frameMarks({ x, y, width, height }: Rectangle, { outline }: FigureStyle): Mark[] {
  const line = 2.8 * outline;
  const box = {
    ...{ x: x + line / 2, y: y + line / 2 },
    ...{ width: width - line, height: height - line },
  };
  return [
    { kind: 'box', box, colour: INK, width: line },
    { kind: 'box', box, colour: WHITE, width: 0.6 * line },
  ];
}

/** The mark further down. */
function lowered(mark: Mark, by: number): Mark {
  switch (mark.kind) {
    case 'text':
      return { ...mark, y: mark.y + by };
    case 'path':
      return { ...mark, place: { ...mark.place, y: mark.place.y + by } };
    default:
      return { ...mark, box: { ...mark.box, y: mark.box.y + by } };
  }
}

function shownMaps({ columns, rows }: FigurePlan): Uint8Array[] {
  return columns.flatMap(({ column: { maps } }) =>
    maps ? rows.map((frame) => labelMap(maps, frame)) : [],
  );
}
