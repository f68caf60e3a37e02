import { createStore } from 'zustand/vanilla';
import {
  fitView,
  type Point,
  panView,
  toWindow,
  type ViewTransform,
  zoomView,
} from '../rendering/viewTransform.ts';
import type { FrameSize } from '../sequence/frames.ts';
import { type Box, unionBox } from './editing/box.ts';
import type { Ink } from './editing/maskDrawing.ts';
import { MaskEditor } from './editing/maskEditor.ts';

export type Tool = 'brush' | 'eraser' | 'polygon';

/** Brush diameters in frame pixels, in steps of about a fifth. */
export const BRUSH_DIAMETERS: readonly number[] = [
  1, 2, 3, 4, 5, 6, 8, 10, 12, 15, 18, 22, 26, 32, 38, 46, 55, 66, 80, 96, 115, 140, 170, 200, 240,
  290, 350,
];

/** With a smaller radius, some strokes would not hit any pixel centre. */
const LEAST_RADIUS = 0.75;
/** A click within this distance (window pixels) of the first corner closes the polygon. */
const CLOSING_DISTANCE = 12;
/** A click within this distance (window pixels) of the last corner is a double click. */
const SAME_PLACE = 4;
const FEWEST_CORNERS = 3;

export interface PainterState {
  readonly tool: Tool;
  /** Index in {@link BRUSH_DIAMETERS}. */
  readonly brush: number;
  /** True to change only the selected object and the background. */
  readonly keepOthers: boolean;
  /** Id of the selected object. */
  readonly picked: number;
  /** Corners of the open polygon, in frame pixels. */
  readonly corners: readonly Point[];
  /** Position of the pointer in frame pixels; null while it is elsewhere. */
  readonly pointer: Point | null;
  /** True while the space bar is held, so that dragging moves the view. */
  readonly panning: boolean;
  readonly view: ViewTransform;
  /** Number of finished edits; components that show counts or the history depend on it. */
  readonly revision: number;
}

/**
 * The state of the painter, shared by its components, pointers and keys: the tool, the view and the
 * edited map. It does not use the DOM, so that it can be tested without a browser.
 */
export class Painter {
  readonly editor: MaskEditor;
  readonly store;
  private window: FrameSize;
  private isFitted = true;
  private dirty: Box | null = null;
  private readonly listeners = new Set<() => void>();

  constructor(
    readonly size: FrameSize,
    initial: Uint8Array | null,
  ) {
    this.editor = new MaskEditor(size, initial);
    this.window = size;
    this.store = createStore<PainterState>(() => ({
      tool: 'brush',
      brush: brushFor(size),
      keepOthers: false,
      picked: this.editor.objects[0] ?? 1,
      corners: [],
      pointer: null,
      panning: false,
      view: fitView(size, size),
      revision: 0,
    }));
  }

  /** Radius of the brush in frame pixels. */
  get radius(): number {
    return Math.max(LEAST_RADIUS, (BRUSH_DIAMETERS[this.store.getState().brush] ?? 1) / 2);
  }

  /** Calls `listener` when pixels have changed. @returns a function that unsubscribes it */
  onPaint(listener: () => void): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Returns the box that changed since the last call, or null. */
  takeDirty(): Box | null {
    const box = this.dirty;
    this.dirty = null;
    return box;
  }

  pickTool(tool: Tool): void {
    this.store.setState({ tool, corners: [] });
  }

  setBrush(brush: number): void {
    const last = BRUSH_DIAMETERS.length - 1;
    this.store.setState({ brush: Math.min(last, Math.max(0, brush)) });
  }

  pickObject(id: number): void {
    if (this.editor.objects.includes(id)) this.store.setState({ picked: id });
  }

  addObject(): void {
    const id = this.editor.addObject();
    if (id !== null) this.store.setState({ picked: id });
    this.finished();
  }

  deleteObject(id: number): void {
    this.painted(this.editor.deleteObject(id));
    this.finished();
  }

  undo(): void {
    this.painted(this.editor.undo());
    this.finished();
  }

  redo(): void {
    this.painted(this.editor.redo());
    this.finished();
  }

  /** Paints or erases along a line in frame pixels. {@link endStroke} finishes the edit. */
  stroke(line: readonly Point[]): void {
    this.painted(this.editor.stroke(line, this.radius, this.ink));
  }

  endStroke(): void {
    this.editor.finishEdit();
    this.finished();
  }

  /** Discards the current stroke, when it turns out to be the first finger of a pinch. */
  discardStroke(): void {
    this.painted(this.editor.discardEdit());
  }

  /** Adds a corner to the polygon, or closes it if the corner is near the first one. */
  addCorner(corner: Point): void {
    const { corners } = this.store.getState();
    const first = corners[0];
    const last = corners.at(-1);
    const canClose = corners.length >= FEWEST_CORNERS;
    if (first && canClose && this.windowDistance(first, corner) <= CLOSING_DISTANCE) {
      this.closePolygon();
    } else if (!last || this.windowDistance(last, corner) > SAME_PLACE) {
      this.store.setState({ corners: [...corners, corner] });
    }
  }

  removeCorner(): void {
    this.store.setState(({ corners }) => ({ corners: corners.slice(0, -1) }));
  }

  discardPolygon(): void {
    this.store.setState({ corners: [] });
  }

  /** True when the open polygon has enough corners. */
  get canClosePolygon(): boolean {
    return this.store.getState().corners.length >= FEWEST_CORNERS;
  }

  /** Fills the polygon with the current tool. Does nothing if it has too few corners. */
  closePolygon(): void {
    if (!this.canClosePolygon) return;
    this.painted(this.editor.polygon(this.store.getState().corners, this.ink));
    this.store.setState({ corners: [] });
    this.finished();
  }

  /** Sets the size of the window. A frame that was fitted to the window is fitted again. */
  setWindow(window: FrameSize): void {
    this.window = window;
    const { view } = this.store.getState();
    this.store.setState({
      view: this.isFitted
        ? fitView(this.size, window)
        : panView(view, { x: 0, y: 0 }, this.size, window),
    });
  }

  fit(): void {
    this.isFitted = true;
    this.store.setState({ view: fitView(this.size, this.window) });
  }

  /** @param anchor the fixed point, in window pixels; the centre of the window by default */
  zoom(factor: number, anchor: Point = this.middle): void {
    this.isFitted = false;
    this.store.setState(({ view }) => ({
      view: zoomView(view, factor, anchor, this.size, this.window),
    }));
  }

  /** @param by window pixels */
  pan(by: Point): void {
    this.isFitted = false;
    this.store.setState(({ view }) => ({ view: panView(view, by, this.size, this.window) }));
  }

  private get middle(): Point {
    return { x: this.window.width / 2, y: this.window.height / 2 };
  }

  private get ink(): Ink {
    const { tool, picked, keepOthers } = this.store.getState();
    if (tool === 'eraser') return { id: 0, replaces: keepOthers ? picked : null };
    return { id: picked, replaces: keepOthers ? 0 : null };
  }

  private windowDistance(a: Point, b: Point): number {
    const { view } = this.store.getState();
    const [from, to] = [toWindow(view, a), toWindow(view, b)];
    return Math.hypot(from.x - to.x, from.y - to.y);
  }

  private painted(box: Box | null): void {
    if (!box) return;
    this.dirty = unionBox(this.dirty, box);
    for (const listener of this.listeners) listener();
  }

  private finished(): void {
    const { objects } = this.editor;
    this.store.setState(({ revision, picked }) => ({
      revision: revision + 1,
      picked: objects.includes(picked) ? picked : (objects[0] ?? 1),
    }));
  }
}

/** The initial brush: about a twentieth of the shorter side of the frame. */
function brushFor({ width, height }: FrameSize): number {
  const wanted = Math.min(width, height) / 20;
  return Math.max(
    0,
    BRUSH_DIAMETERS.findLastIndex((diameter) => diameter <= wanted),
  );
}
