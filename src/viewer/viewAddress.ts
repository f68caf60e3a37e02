import { BLOCK_FILLS, BLOCK_GRIDS, BLOCK_SCALES, NO_BLOCKS } from '../rendering/blockLook.ts';
import {
  BACKGROUNDS,
  DEFAULT_LOOK,
  DIFFERENCES,
  GAINS,
  LAYERS,
  type Layer,
  PALETTES,
} from '../rendering/look.ts';
import type { Point } from '../rendering/viewTransform.ts';
import { LEAST_SCALE, MOST_SCALE, type Zoom } from '../rendering/zoom.ts';
import type { TimeWindow } from './moments/timeWindow.ts';
import {
  type BlockPlace,
  CHART_FIGURES,
  INITIAL_VIEW,
  type Loop,
  PAIR_MODES,
  type Pair,
  SPEEDS,
  type ViewState,
} from './viewState.ts';

/** What the address holds of the view: all that changes what is seen. Columns are named by place. */
export type AddressedView = Omit<
  ViewState,
  | 'frame'
  | 'playing'
  | 'editing'
  | 'added'
  | 'enlarged'
  | 'inView'
  | 'pair'
  | 'columnLayers'
  | 'loupe'
  | 'block'
  | 'chartColumns'
  | 'bitsColumn'
  | 'lanesColumn'
> & {
  /** Index of the enlarged column; null for none. */
  readonly enlarged: number | null;
  /** Index of a column of the pair in view on phones; null for the default. */
  readonly inView: number | null;
  /** With the indices of its columns. */
  readonly pair: (Omit<Pair, 'first' | 'second'> & Record<'first' | 'second', number>) | null;
  /** The layers of columns that differ, by their indices. */
  readonly columnLayers: ReadonlyMap<number, Layer>;
  /** The place that the loupe shows, in frame pixels; null without loupe. */
  readonly loupe: Point | null;
  /** The block that is looked at, with the index of its column; null for none. */
  readonly block: (Omit<BlockPlace, 'column'> & { readonly column: number }) | null;
  /** Indices of columns; null for the default. */
  readonly bitsColumn: number | null;
  readonly lanesColumn: number | null;
  /** The indices of the charted columns; null for all. */
  readonly chartColumns: readonly number[] | null;
};

const DEFAULT_VIEW: AddressedView = {
  ...INITIAL_VIEW,
  ...{
    enlarged: null,
    inView: null,
    pair: null,
    columnLayers: new Map(),
    loupe: null,
    block: null,
  },
  ...{ chartColumns: null, bitsColumn: null, lanesColumn: null },
};

/** Parses the view in an address. What is missing or makes no sense takes its default. */
export function parseView(search: string): AddressedView {
  const query = new URLSearchParams(search);
  const oneOf = <T>(name: string, choices: readonly T[], usual: T): T =>
    choices.find((choice) => String(choice) === query.get(name)) ?? usual;
  const numbers = (name: string): readonly number[] => numbersIn(query.get(name));
  const outline = query.get('outline');
  const colour = outline?.match(/^[0-9a-f]{6}$/i)?.[0] ?? null;
  const [opacity] = numbers('opacity');
  const [object] = numbers('object');
  return {
    layer: oneOf('layer', LAYERS, DEFAULT_LOOK.layer),
    opacity: opacity === undefined ? DEFAULT_LOOK.opacity : clamp(opacity, 0, 100) / 100,
    outline: outline !== 'off',
    background: oneOf('background', BACKGROUNDS, DEFAULT_LOOK.background),
    difference: oneOf('difference', DIFFERENCES, DEFAULT_LOOK.difference),
    gain: oneOf('gain', GAINS, DEFAULT_LOOK.gain),
    palette: oneOf('palette', PALETTES, DEFAULT_LOOK.palette),
    outlineColour: colour && `#${colour.toLowerCase()}`,
    enhancement: query.get('enhancement') !== 'off',
    columnLayers: parseLayers(query.get('layers') ?? ''),
    zoom: parseZoom(numbers('zoom')),
    pair: parsePair(query.get('pair') ?? ''),
    loupe: pointOf(numbers('loupe')),
    block: parseBlock(numbers('block')),
    blockFill: oneOf('fill', BLOCK_FILLS, NO_BLOCKS.blockFill),
    blockGrid: oneOf('grid', BLOCK_GRIDS, NO_BLOCKS.blockGrid),
    blockVectors: query.has('vectors'),
    blockScale: oneOf('scale', BLOCK_SCALES, NO_BLOCKS.blockScale),
    enlarged: indexOf(numbers('enlarged')[0]),
    inView: indexOf(numbers('inview')[0]),
    loop: parseLoop(numbers('loop')),
    pingPong: query.has('pingpong'),
    speed: oneOf('speed', SPEEDS, INITIAL_VIEW.speed),
    chart: oneOf('chart', CHART_FIGURES, INITIAL_VIEW.chart),
    chartColumns: parseIndices(numbers('charted')),
    bitsColumn: indexOf(numbers('bits')[0]),
    lanesColumn: indexOf(numbers('lanes')[0]),
    time: parseTime(numbers('time')),
    chartObject: object !== undefined && Number.isInteger(object) && object > 0 ? object : null,
  };
}

/** The view as a part of an address, e.g. `layer=errors&zoom=4,427,240`; empty for the default. */
export function formatView(view: AddressedView): string {
  const { zoom, pair, loupe, block, loop, enlarged, columnLayers } = view;
  const parts: (string | false)[] = [
    differs(view, 'layer'),
    columnLayers.size > 0 &&
      `layers=${[...columnLayers].map(([index, layer]) => `${index + 1}:${layer}`).join(',')}`,
    view.opacity !== DEFAULT_LOOK.opacity && `opacity=${Math.round(100 * view.opacity)}`,
    !view.outline
      ? 'outline=off'
      : view.outlineColour !== null && `outline=${view.outlineColour.slice(1)}`,
    differs(view, 'background'),
    differs(view, 'difference'),
    differs(view, 'gain'),
    differs(view, 'palette'),
    !view.enhancement && 'enhancement=off',
    enlarged !== null && `enlarged=${enlarged + 1}`,
    view.inView !== null && `inview=${view.inView + 1}`,
    zoom && `zoom=${short(zoom.scale, 5)},${short(zoom.x, 3)},${short(zoom.y, 3)}`,
    pair &&
      `pair=${[pair.first + 1, pair.second + 1, pair.how, short(100 * pair.at, 2)].join(',')}`,
    loupe && `loupe=${Math.floor(loupe.x)},${Math.floor(loupe.y)}`,
    view.blockFill !== NO_BLOCKS.blockFill && `fill=${view.blockFill}`,
    view.blockGrid !== NO_BLOCKS.blockGrid && `grid=${view.blockGrid}`,
    view.blockVectors && 'vectors',
    view.blockScale !== NO_BLOCKS.blockScale && `scale=${view.blockScale}`,
    block && `block=${block.column + 1},${Math.floor(block.x)},${Math.floor(block.y)}`,
    loop && `loop=${loop.first},${loop.last}`,
    view.pingPong && 'pingpong',
    differs(view, 'speed'),
    differs(view, 'chart'),
    view.chartColumns && `charted=${view.chartColumns.map((index) => index + 1).join(',')}`,
    view.bitsColumn !== null && `bits=${view.bitsColumn + 1}`,
    view.lanesColumn !== null && `lanes=${view.lanesColumn + 1}`,
    view.time && `time=${short(view.time.first, 2)},${short(view.time.last, 2)}`,
    view.chartObject !== null && `object=${view.chartObject}`,
  ].map((part) => part || false);
  return parts.filter(Boolean).join('&');
}

/**
 * The view of the columns with these keys, from left to right. What refers to a column that is not
 * there takes its default.
 */
export function viewOfColumns(
  { enlarged, pair, columnLayers, loupe, block, chartColumns, ...view }: AddressedView,
  keys: readonly string[],
): Omit<ViewState, 'frame' | 'playing' | 'editing' | 'added'> {
  const keyAt = (index: number | null) => (index === null ? null : (keys[index] ?? null));
  const blockColumn = block && keys[block.column];
  const first = pair && keys[pair.first];
  const second = pair && keys[pair.second];
  const layers = [...columnLayers].flatMap(([index, layer]) => {
    const key = keys[index];
    return key === undefined ? [] : [[key, layer] as const];
  });
  return {
    ...view,
    enlarged: keyAt(enlarged),
    inView: keyAt(view.inView),
    pair: first && second ? { ...pair, first, second } : null,
    columnLayers: Object.fromEntries(layers),
    loupe: loupe !== null,
    block: block && blockColumn ? { ...block, column: blockColumn } : null,
    chartColumns: chartColumns?.flatMap((index) => keys[index] ?? []) ?? null,
    bitsColumn: keyAt(view.bitsColumn),
    lanesColumn: keyAt(view.lanesColumn),
  };
}

/**
 * The reverse of {@link viewOfColumns}.
 *
 * @param point the place of the loupe, in frame pixels
 */
export function addressedView(
  view: ViewState,
  keys: readonly string[],
  point: Point | null,
): AddressedView {
  const { enlarged, pair, columnLayers, loupe, block, chartColumns } = view;
  const place = (key: string | null) => {
    const index = key === null ? -1 : keys.indexOf(key);
    return index < 0 ? null : index;
  };
  const [first, second] = [place(pair?.first ?? null), place(pair?.second ?? null)];
  const blockColumn = place(block?.column ?? null);
  const layers = Object.entries(columnLayers).flatMap(([key, layer]) => {
    const index = place(key);
    return index === null || layer === view.layer ? [] : [[index, layer] as const];
  });
  return {
    ...view,
    enlarged: place(enlarged),
    inView: place(view.inView),
    pair: pair && first !== null && second !== null ? { ...pair, first, second } : null,
    columnLayers: new Map(layers.sort(([a], [b]) => a - b)),
    loupe: loupe ? (point ?? { x: 0, y: 0 }) : null,
    block: block && blockColumn !== null ? { ...block, column: blockColumn } : null,
    chartColumns: chartColumns?.flatMap((key) => place(key) ?? []) ?? null,
    bitsColumn: place(view.bitsColumn),
    lanesColumn: place(view.lanesColumn),
  };
}

function differs(
  view: AddressedView,
  name: 'layer' | 'background' | 'difference' | 'gain' | 'palette' | 'speed' | 'chart',
): string | false {
  return view[name] !== DEFAULT_VIEW[name] && `${name}=${view[name]}`;
}

function parseLayers(text: string): ReadonlyMap<number, Layer> {
  const entries = text.split(',').flatMap((part) => {
    const [place, name] = part.split(':');
    const layer = LAYERS.find((each) => each === name);
    const index = indexOf(Number(place));
    return layer && index !== null ? [[index, layer] as const] : [];
  });
  return new Map(entries);
}

function parseZoom([scale, x, y]: readonly number[]): Zoom | null {
  if (scale === undefined || x === undefined || y === undefined || scale <= 0) return null;
  return { scale: clamp(scale, LEAST_SCALE, MOST_SCALE), x: Math.max(0, x), y: Math.max(0, y) };
}

/** An addressed wipe is pinned, so that it shows what was seen. */
function parsePair(text: string): AddressedView['pair'] {
  const [a, b, name, at] = text.split(',');
  const [first, second] = [indexOf(Number(a)), indexOf(Number(b))];
  const how = PAIR_MODES.find((mode) => mode === name);
  if (first === null || second === null || !how) return null;
  const [percent = 50] = numbersIn(at ?? null);
  return { first, second, how, at: clamp(percent, 0, 100) / 100, pinned: true };
}

function parseLoop([first, last]: readonly number[]): Loop | null {
  if (first === undefined || last === undefined) return null;
  const areFrames = Number.isInteger(first) && Number.isInteger(last) && first >= 0;
  return areFrames && last >= first ? { first, last } : null;
}

function parseTime([first, last]: readonly number[]): TimeWindow | null {
  if (first === undefined || last === undefined || first < 0 || last <= first) return null;
  return { first, last };
}

function parseIndices(places: readonly number[]): readonly number[] | null {
  const indices = places.flatMap((place) => indexOf(place) ?? []);
  return indices.length > 0 ? indices : null;
}

function parseBlock([place, x, y]: readonly number[]): AddressedView['block'] {
  const column = indexOf(place);
  const point = pointOf([x, y].flatMap((each) => each ?? []));
  return column === null || !point ? null : { column, ...point };
}

function pointOf([x, y]: readonly number[]): Point | null {
  return x === undefined || y === undefined || x < 0 || y < 0 ? null : { x, y };
}

/** From a place that counts from one. */
function indexOf(place: number | undefined): number | null {
  return place !== undefined && Number.isInteger(place) && place >= 1 ? place - 1 : null;
}

/** Empty if one of them is no number. */
function numbersIn(text: string | null): readonly number[] {
  if (text === null || text.trim() === '') return [];
  const values = text.split(',').map((part) => (part.trim() === '' ? Number.NaN : Number(part)));
  return values.every(Number.isFinite) ? values : [];
}

function clamp(value: number, least: number, most: number): number {
  return Math.min(most, Math.max(least, value));
}

/** Rounds to so many decimals at most. */
function short(value: number, decimals: number): string {
  return String(Number(value.toFixed(decimals)));
}
