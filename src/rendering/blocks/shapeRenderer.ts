import type { FrameSize } from '../../sequence/frames.ts';
import { createProgram, type Program } from '../program.ts';
import type { Rectangle } from '../shownPicture.ts';
import type { ViewTransform } from '../viewTransform.ts';
import { SHAPE_BYTES, type ShapeList } from './shapeList.ts';
import fragmentShader from './shapes.frag.glsl?raw';
import vertexShader from './shapes.vert.glsl?raw';

/** Where shapes are drawn. */
export interface ShapePlace {
  readonly canvas: FrameSize;
  readonly target: Rectangle;
  readonly view: ViewTransform;
}

interface Slot {
  readonly buffer: WebGLBuffer;
  readonly vertices: WebGLVertexArrayObject;
  usedAt: number;
}

/** Enough for eight columns with all kinds of shapes. */
const MOST_SLOTS = 40;

/** Draws rectangles and lines over pictures, sharp at every magnification. */
export class ShapeRenderer {
  /** Bytes uploaded so far. */
  uploadedBytes = 0;
  private readonly program: Program;
  private readonly slots = new Map<ShapeList, Slot>();
  private clock = 0;

  constructor(private readonly gl: WebGL2RenderingContext) {
    this.program = createProgram(gl, vertexShader, fragmentShader);
  }

  fill(shapes: ShapeList, place: ShapePlace): void {
    this.draw(shapes, place, false, 0, NO_SHADE);
  }

  /**
   * Draws lines, with a dark edge so that they can be seen on everything.
   *
   * @param width in device pixels
   * @param edge width of the edge on each side
   */
  stroke(shapes: ShapeList, place: ShapePlace, width: number, edge: number): void {
    if (edge > 0) this.draw(shapes, place, true, width + 2 * edge, EDGE);
    this.draw(shapes, place, true, width, NO_SHADE);
  }

  /** Frees what was not used for longest, beyond what the screen can show at once. */
  trim(): void {
    if (this.slots.size <= MOST_SLOTS) return;
    const oldest = [...this.slots].sort(([, a], [, b]) => a.usedAt - b.usedAt);
    for (const [shapes, slot] of oldest.slice(0, this.slots.size - MOST_SLOTS)) {
      this.slots.delete(shapes);
      this.free(slot);
    }
  }

  dispose(): void {
    for (const slot of this.slots.values()) this.free(slot);
    this.slots.clear();
    this.gl.deleteProgram(this.program.program);
  }

  private draw(
    shapes: ShapeList,
    { canvas, target, view }: ShapePlace,
    isLine: boolean,
    width: number,
    shade: readonly [number, number, number, number],
  ): void {
    if (shapes.count === 0) return;
    const { gl } = this;
    const { program, uniform } = this.program;
    const { vertices } = this.slotOf(shapes);
    gl.useProgram(program);
    gl.enable(gl.BLEND);
    // The canvas stays opaque.
    gl.blendFuncSeparate(gl.SRC_ALPHA, gl.ONE_MINUS_SRC_ALPHA, gl.ONE, gl.ONE_MINUS_SRC_ALPHA);
    gl.uniform2f(uniform('targetSize'), canvas.width, canvas.height);
    gl.uniform2f(uniform('corner'), target.x + view.x, target.y + view.y);
    gl.uniform1f(uniform('scale'), view.scale);
    gl.uniform1i(uniform('isLine'), isLine ? 1 : 0);
    gl.uniform1f(uniform('width'), width);
    gl.uniform4f(uniform('shade'), ...shade);
    gl.bindVertexArray(vertices);
    gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, shapes.count);
    gl.bindVertexArray(null);
    gl.disable(gl.BLEND);
  }

  private slotOf(shapes: ShapeList): Slot {
    const { gl } = this;
    const slot = this.slots.get(shapes) ?? this.upload(shapes);
    this.slots.set(shapes, slot);
    slot.usedAt = ++this.clock;
    gl.bindVertexArray(null);
    return slot;
  }

  private upload(shapes: ShapeList): Slot {
    const { gl } = this;
    const vertices = gl.createVertexArray();
    const buffer = gl.createBuffer();
    gl.bindVertexArray(vertices);
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.bufferData(gl.ARRAY_BUFFER, shapes.data, gl.STATIC_DRAW);
    this.uploadedBytes += shapes.data.byteLength;
    const { program } = this.program;
    const attribute = (name: string, type: number, normalized: boolean, offset: number) => {
      const location = gl.getAttribLocation(program, name);
      gl.enableVertexAttribArray(location);
      gl.vertexAttribPointer(location, 4, type, normalized, SHAPE_BYTES, offset);
      gl.vertexAttribDivisor(location, 1);
    };
    attribute('shape', gl.FLOAT, false, 0);
    attribute('colour', gl.UNSIGNED_BYTE, true, 16);
    gl.bindVertexArray(null);
    return { buffer, vertices, usedAt: 0 };
  }

  private free({ buffer, vertices }: Slot): void {
    this.gl.deleteVertexArray(vertices);
    this.gl.deleteBuffer(buffer);
  }
}

const NO_SHADE = [0, 0, 0, 0] as const;
const EDGE = [0, 0, 0, 0.55] as const;
