import { describeError } from '../../problem.ts';
import type { Look } from '../../rendering/look.ts';
import { type DrawnPicture, PictureRenderer } from '../../rendering/pictureRenderer.ts';
import type { Rectangle, ShownPicture } from '../../rendering/shownPicture.ts';

/** The place of a picture on the page. */
export interface PictureWindow {
  readonly element: HTMLElement;
  /**
   * What it shows now.
   *
   * @param target its place on the canvas, in device pixels
   */
  readonly draw: (target: Rectangle, pixelRatio: number) => readonly DrawnPicture[];
}

/** The stage on the screen, for measuring. */
let shown: PictureStage | null = null;

export function shownStage(): PictureStage | null {
  return shown;
}

/** Browsers limit the size of a canvas; beyond it, it has fewer pixels than the device. */
const MOST_PIXELS = 8192;

/**
 * The one canvas on which the pictures of all windows are drawn. It lies behind them and scrolls
 * with them. Windows far outside the browser's window are not drawn.
 */
export class PictureStage {
  private renderer: PictureRenderer | null = null;
  private readonly windows = new Set<PictureWindow>();
  private request = 0;
  private readonly listeners = new AbortController();
  private readonly resizing: ResizeObserver;
  private drawings = 0;

  /** @param onProblem called with why nothing can be drawn, and with null when it can be again */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly onProblem: (problem: string | null) => void,
  ) {
    const { signal } = this.listeners;
    canvas.addEventListener(
      'webglcontextlost',
      (event) => {
        // Without this, the browser does not restore it.
        event.preventDefault();
        this.renderer = null;
        this.onProblem('The browser took the graphics card away. Waiting until it gives it back.');
      },
      { signal },
    );
    canvas.addEventListener('webglcontextrestored', () => this.start(), { signal });
    addEventListener('scroll', () => this.invalidate(), { signal, passive: true, capture: true });
    addEventListener('resize', () => this.invalidate(), { signal });
    this.resizing = new ResizeObserver(() => this.drawNow());
    this.resizing.observe(canvas);
    this.start();
    shown = this;
  }

  /** Number of drawings and bytes uploaded, for measuring. */
  get work(): { readonly drawings: number; readonly uploadedBytes: number } {
    return { drawings: this.drawings, uploadedBytes: this.renderer?.uploadedBytes ?? 0 };
  }

  /** Waits until the GPU has drawn everything. */
  finish(): void {
    this.renderer?.finish();
  }

  /** @returns removes the window */
  add(window: PictureWindow): () => void {
    this.windows.add(window);
    this.resizing.observe(window.element);
    this.invalidate();
    return () => {
      this.windows.delete(window);
      this.resizing.unobserve(window.element);
      this.invalidate();
    };
  }

  /** Draws again before the browser paints. */
  invalidate(): void {
    this.request ||= requestAnimationFrame(() => this.drawNow());
  }

  /**
   * A part of a picture.
   *
   * @param crop in frame pixels
   * @param scale pixels of the result for each of its pixels
   * @returns null while nothing can be drawn
   */
  read(picture: ShownPicture, look: Look, crop: Rectangle, scale: number): ImageData | null {
    const { renderer } = this;
    if (!renderer || renderer.isLost) return null;
    const size = { width: crop.width * scale, height: crop.height * scale };
    const item = {
      ...{ picture, look },
      target: { x: 0, y: 0, ...size },
      view: { scale, x: -crop.x * scale, y: -crop.y * scale },
    };
    return new ImageData(renderer.read(item, size, 1), size.width, size.height);
  }

  dispose(): void {
    cancelAnimationFrame(this.request);
    this.listeners.abort();
    this.resizing.disconnect();
    this.renderer?.dispose();
    this.renderer = null;
    if (shown === this) shown = null;
  }

  private start(): void {
    try {
      this.renderer = new PictureRenderer(this.canvas);
      this.onProblem(null);
      this.invalidate();
    } catch (error) {
      this.onProblem(describeError(error));
    }
  }

  private drawNow(): void {
    cancelAnimationFrame(this.request);
    this.request = 0;
    const { canvas, renderer } = this;
    if (!renderer || renderer.isLost) return;
    const box = canvas.getBoundingClientRect();
    if (box.width === 0 || box.height === 0) return;
    const ratio = Math.min(devicePixelRatio, MOST_PIXELS / Math.max(box.width, box.height));
    // Edges are rounded like the browser does, so that a pixel of the canvas is one of the device.
    const round = (position: number) => Math.round(position * ratio);
    const left = round(box.left);
    const top = round(box.top);
    const width = round(box.right) - left;
    const height = round(box.bottom) - top;
    if (canvas.width !== width) canvas.width = width;
    if (canvas.height !== height) canvas.height = height;
    const items: DrawnPicture[] = [];
    for (const { element, draw } of this.windows) {
      const place = element.getBoundingClientRect();
      const isSeen =
        place.width > 0 &&
        place.bottom > 0 &&
        place.top < innerHeight &&
        // Pictures beside the window are there before they are swiped into it.
        place.right > -innerWidth &&
        place.left < 2 * innerWidth;
      if (!isSeen) continue;
      const x = round(place.left) - left;
      const y = round(place.top) - top;
      const target = {
        x,
        y,
        width: round(place.right) - left - x,
        height: round(place.bottom) - top - y,
      };
      items.push(...draw(target, ratio));
    }
    renderer.draw(items, ratio);
    this.drawings++;
  }
}
