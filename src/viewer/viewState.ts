import { createStore } from 'zustand/vanilla';
import { DEFAULT_LOOK, type Layer, type Look } from '../rendering/look.ts';
import type { Zoom } from '../rendering/zoom.ts';
import type { TimeWindow } from './moments/timeWindow.ts';

/** Two columns on one stage. */
export interface Pair {
  /** The keys of the columns. */
  readonly first: string;
  readonly second: string;
  /** `wipe`: the first left of a line; `blink`: one after the other; `difference` of both. */
  readonly how: (typeof PAIR_MODES)[number];
  /** Where the line of `wipe` is, as a share of the stage's width, 0..1. */
  readonly at: number;
  /** True if the line does not follow the pointer. */
  readonly pinned: boolean;
}

export const PAIR_MODES = ['wipe', 'blink', 'difference'] as const;

/** A place in a column whose block is looked at, in frame pixels. */
export interface BlockPlace {
  /** The key of the column. */
  readonly column: string;
  readonly x: number;
  readonly y: number;
}

/** The frames that are played, both included. */
export interface Loop {
  readonly first: number;
  readonly last: number;
}

/** The figures that the chart over time can show. */
export const CHART_FIGURES = ['JF', 'J', 'F', 'psnr', 'ssim', 'bits', 'object'] as const;

export type ChartFigure = (typeof CHART_FIGURES)[number];

/** Playback speeds, as factors of the sequence's frame rate. */
export const SPEEDS = [0.125, 0.25, 0.5, 1, 2] as const;

/** What the viewer shows and how. It does not affect results. */
export interface ViewState extends Look {
  /** Index of the frame in all columns. */
  readonly frame: number;
  readonly playing: boolean;
  /** False shows enhanced columns with the frames before they were enhanced. */
  readonly enhancement: boolean;
  /** The layers of columns that differ from the others', by their keys. */
  readonly columnLayers: Readonly<Record<string, Layer>>;
  /** Null if the whole frame fits its column. */
  readonly zoom: Zoom | null;
  /** Null if the columns stand side by side. */
  readonly pair: Pair | null;
  /** True if the pixels around the pointer are shown enlarged, with their values. */
  readonly loupe: boolean;
  /** The block that is looked at; null for none. */
  readonly block: BlockPlace | null;
  /** The key of the only column shown, or null for all. */
  readonly enlarged: string | null;
  /**
   * The key of a column of the pair in view where two are seen at once, on phones; null for the
   * pair with the first column of ours.
   */
  readonly inView: string | null;
  /** The key of the column whose settings are open, or null. */
  readonly editing: string | null;
  /** The key of a column that was just added and is to be scrolled to, or null. */
  readonly added: string | null;
  /** Null for all frames. */
  readonly loop: Loop | null;
  /** True if the loop is played forwards, then backwards. */
  readonly pingPong: boolean;
  readonly speed: (typeof SPEEDS)[number];
  readonly chart: ChartFigure;
  /** The keys of the columns whose bits and objects the strip shows; null for the default. */
  readonly bitsColumn: string | null;
  readonly lanesColumn: string | null;
  /** The frames that the strip shows; null for all. */
  readonly time: TimeWindow | null;
  /** Id of the only object of the chart's J&F, J or F; null for the mean of all. */
  readonly chartObject: number | null;
  /** The keys of the columns in the chart; null for all. */
  readonly chartColumns: readonly string[] | null;
}

export const INITIAL_VIEW: ViewState = {
  ...DEFAULT_LOOK,
  frame: 0,
  playing: false,
  enhancement: true,
  columnLayers: {},
  zoom: null,
  pair: null,
  loupe: false,
  block: null,
  enlarged: null,
  inView: null,
  editing: null,
  added: null,
  loop: null,
  pingPong: false,
  speed: 1,
  chart: 'JF',
  bitsColumn: null,
  lanesColumn: null,
  time: null,
  chartObject: null,
  chartColumns: null,
};

export const viewStore = createStore<ViewState>(() => INITIAL_VIEW);

/** Forgets what refers to columns that are not there any more. */
export function forgetMissingColumns(keys: readonly string[]): void {
  const view = viewStore.getState();
  const isThere = (key: string) => keys.includes(key);
  const kept = (key: string | null) => (key !== null && isThere(key) ? key : null);
  const { pair, columnLayers, chartColumns, block } = view;
  const layers = Object.entries(columnLayers).filter(([key]) => isThere(key));
  const charted = chartColumns?.filter(isThere) ?? null;
  const next = {
    enlarged: kept(view.enlarged),
    inView: kept(view.inView),
    editing: kept(view.editing),
    bitsColumn: kept(view.bitsColumn),
    lanesColumn: kept(view.lanesColumn),
    block: block && isThere(block.column) ? block : null,
    pair: pair && isThere(pair.first) && isThere(pair.second) ? pair : null,
    columnLayers:
      layers.length === Object.keys(columnLayers).length
        ? columnLayers
        : Object.fromEntries(layers),
    chartColumns: charted?.length === chartColumns?.length ? chartColumns : charted,
  };
  const isChanged = Object.entries(next).some(
    ([name, value]) => view[name as keyof typeof next] !== value,
  );
  if (isChanged) viewStore.setState(next);
}

/** Goes to a frame, clamped to the sequence. */
export function goToFrame(frame: number, frameCount: number): void {
  viewStore.setState({ frame: Math.max(0, Math.min(Math.round(frame), frameCount - 1)) });
}
