import type { Painter } from './painter.ts';

/** A key press, independent of browser events. */
export interface KeyPress {
  /** `KeyboardEvent.key`. */
  readonly key: string;
  /** Ctrl, or Command on a Mac. */
  readonly ctrl: boolean;
  readonly shift: boolean;
}

interface PainterKey {
  /** Values of `KeyboardEvent.key`, letters in lower case. */
  readonly keys: readonly string[];
  readonly ctrl?: boolean;
  readonly shift?: boolean;
  /** True for keys that apply only while a polygon is open. */
  readonly polygon?: boolean;
  readonly run: (painter: Painter, key: string) => void;
}

const ZOOM_STEP = 1.25;
/** Window pixels by which an arrow key moves the view. */
const PAN_STEP = 40;

/** Zooms in by one step. */
export function zoomIn(painter: Painter): void {
  painter.zoom(ZOOM_STEP);
}

/** Zooms out by one step. */
export function zoomOut(painter: Painter): void {
  painter.zoom(1 / ZOOM_STEP);
}

const resizeBrush = (by: number) => (painter: Painter) =>
  painter.setBrush(painter.store.getState().brush + by);

const pan = (x: number, y: number) => (painter: Painter) =>
  painter.pan({ x: x * PAN_STEP, y: y * PAN_STEP });

const KEYS: readonly PainterKey[] = [
  { keys: ['b'], run: (painter) => painter.pickTool('brush') },
  { keys: ['e'], run: (painter) => painter.pickTool('eraser') },
  { keys: ['p'], run: (painter) => painter.pickTool('polygon') },
  { keys: ['['], run: resizeBrush(-1) },
  { keys: [']'], run: resizeBrush(1) },
  {
    keys: ['1', '2', '3', '4', '5', '6', '7', '8', '9'],
    run: (painter, key) => painter.pickObject(Number(key)),
  },
  { keys: ['z'], ctrl: true, run: (painter) => painter.undo() },
  { keys: ['z'], ctrl: true, shift: true, run: (painter) => painter.redo() },
  { keys: ['y'], ctrl: true, run: (painter) => painter.redo() },
  { keys: ['Enter'], polygon: true, run: (painter) => painter.closePolygon() },
  { keys: ['Backspace'], polygon: true, run: (painter) => painter.removeCorner() },
  { keys: ['Escape'], polygon: true, run: (painter) => painter.discardPolygon() },
  { keys: ['+', '='], run: zoomIn },
  { keys: ['-'], run: zoomOut },
  { keys: ['f'], run: (painter) => painter.fit() },
  { keys: ['ArrowLeft'], run: pan(1, 0) },
  { keys: ['ArrowRight'], run: pan(-1, 0) },
  { keys: ['ArrowUp'], run: pan(0, 1) },
  { keys: ['ArrowDown'], run: pan(0, -1) },
];

/**
 * Runs the command of a key press.
 *
 * @returns true when there is one; the caller then prevents the default action
 */
export function runPainterKey(painter: Painter, press: KeyPress): boolean {
  const key = press.key.length === 1 ? press.key.toLowerCase() : press.key;
  const hasPolygon = painter.store.getState().corners.length > 0;
  const found = KEYS.find(
    (each) =>
      each.keys.includes(key) &&
      press.ctrl === (each.ctrl ?? false) &&
      // Without Ctrl, ignore Shift: some keyboards need it for [, ] and +.
      (!press.ctrl || press.shift === (each.shift ?? false)) &&
      (hasPolygon || !each.polygon),
  );
  found?.run(painter, key);
  return found !== undefined;
}
