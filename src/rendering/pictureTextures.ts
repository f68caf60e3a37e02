import { type Frames, framePlanes } from '../sequence/frames.ts';
import { type LabelMaps, labelMap } from '../sequence/labelMaps.ts';
import { Borders } from './borders.ts';

/** The planes of a frame on the GPU. */
export interface FrameTextures {
  readonly luma: WebGLTexture;
  readonly chromaBlue: WebGLTexture;
  readonly chromaRed: WebGLTexture;
}

/** The borders of the objects of a label map on the GPU. */
export interface BorderInstances {
  /** With one instance for each border. */
  readonly vertices: WebGLVertexArrayObject;
  readonly count: number;
}

interface Slot {
  /** Index of the frame that is on the GPU. */
  index: number;
  usedAt: number;
}

interface FrameSlot extends Slot, FrameTextures {}

interface MapSlot extends Slot {
  readonly ids: WebGLTexture;
  readonly buffer: WebGLBuffer;
  readonly vertices: WebGLVertexArrayObject;
  /** Number of borders; null until they are found. */
  count: number | null;
}

/** Enough for eight columns with what they are compared with. */
const MOST_SLOTS = 24;

/**
 * Frames and label maps on the GPU. Each sequence of frames has a place for one frame, which is
 * uploaded when another one is asked for: once a frame, whatever draws it.
 */
export class PictureTextures {
  /** Bytes uploaded so far. */
  uploadedBytes = 0;
  /** By numbers instead of buffers, so that forgotten results can be freed. */
  private readonly frames = new Map<number, FrameSlot>();
  private readonly maps = new Map<number, MapSlot>();
  private readonly numbers = new WeakMap<SharedArrayBuffer, number>();
  private count = 0;
  private readonly found = new Borders();
  private clock = 0;

  /** @param borderAttribute location of the borders in the program that draws them */
  constructor(
    private readonly gl: WebGL2RenderingContext,
    private readonly borderAttribute: number,
  ) {
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
  }

  frame(frames: Frames, index: number): FrameTextures {
    const { gl } = this;
    const number = this.numberOf(frames.buffer);
    let slot = this.frames.get(number);
    if (!slot) {
      const { y, u, v, size, chroma } = framePlanes(frames, index);
      slot = {
        luma: this.create(size.width, size.height, gl.LINEAR, y),
        chromaBlue: this.create(chroma.width, chroma.height, gl.LINEAR, u),
        chromaRed: this.create(chroma.width, chroma.height, gl.LINEAR, v),
        index,
        usedAt: 0,
      };
      this.frames.set(number, slot);
    } else if (slot.index !== index) {
      const { y, u, v, size, chroma } = framePlanes(frames, index);
      this.replace(slot.luma, size.width, size.height, y);
      this.replace(slot.chromaBlue, chroma.width, chroma.height, u);
      this.replace(slot.chromaRed, chroma.width, chroma.height, v);
      slot.index = index;
    }
    slot.usedAt = ++this.clock;
    return slot;
  }

  /** A label map as a texture of ids / 255. */
  map(maps: LabelMaps, index: number): WebGLTexture {
    return this.mapSlot(maps, index).ids;
  }

  /** The borders of a label map, found when they are first asked for. */
  borders(maps: LabelMaps, index: number): BorderInstances {
    const { gl, found } = this;
    const slot = this.mapSlot(maps, index);
    if (slot.count === null) {
      found.find(labelMap(maps, index), maps.size);
      slot.count = found.count;
      gl.bindBuffer(gl.ARRAY_BUFFER, slot.buffer);
      gl.bufferData(gl.ARRAY_BUFFER, found.data, gl.DYNAMIC_DRAW);
      this.uploadedBytes += found.data.byteLength;
    }
    return { vertices: slot.vertices, count: slot.count };
  }

  /** Frees what was not used for longest, beyond what the screen can show at once. */
  trim(): void {
    const { gl } = this;
    for (const number of oldest(this.frames)) {
      const slot = this.frames.get(number);
      this.frames.delete(number);
      if (slot) for (const plane of planesOf(slot)) gl.deleteTexture(plane);
    }
    for (const number of oldest(this.maps)) {
      const slot = this.maps.get(number);
      this.maps.delete(number);
      if (slot) this.freeMap(slot);
    }
  }

  dispose(): void {
    const { gl } = this;
    for (const slot of this.frames.values()) for (const p of planesOf(slot)) gl.deleteTexture(p);
    for (const slot of this.maps.values()) this.freeMap(slot);
    this.frames.clear();
    this.maps.clear();
  }

  private mapSlot(maps: LabelMaps, index: number): MapSlot {
    const { gl } = this;
    const { width, height } = maps.size;
    const number = this.numberOf(maps.buffer);
    let slot = this.maps.get(number);
    if (!slot) {
      const ids = this.create(width, height, gl.NEAREST, labelMap(maps, index));
      slot = { ids, ...this.createVertices(), count: null, index, usedAt: 0 };
      this.maps.set(number, slot);
    } else if (slot.index !== index) {
      this.replace(slot.ids, width, height, labelMap(maps, index));
      slot.index = index;
      slot.count = null;
    }
    slot.usedAt = ++this.clock;
    return slot;
  }

  private numberOf(buffer: SharedArrayBuffer): number {
    const known = this.numbers.get(buffer);
    if (known !== undefined) return known;
    const number = ++this.count;
    this.numbers.set(buffer, number);
    return number;
  }

  private freeMap({ ids, vertices, buffer }: MapSlot): void {
    const { gl } = this;
    gl.deleteTexture(ids);
    gl.deleteVertexArray(vertices);
    gl.deleteBuffer(buffer);
  }

  private create(width: number, height: number, filter: number, data: Uint8Array): WebGLTexture {
    const { gl } = this;
    const texture = gl.createTexture();
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, filter);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, filter);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
    gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
    gl.texStorage2D(gl.TEXTURE_2D, 1, gl.R8, width, height);
    this.replace(texture, width, height, data);
    return texture;
  }

  private replace(texture: WebGLTexture, width: number, height: number, data: Uint8Array): void {
    const { gl } = this;
    gl.activeTexture(gl.TEXTURE0);
    gl.bindTexture(gl.TEXTURE_2D, texture);
    gl.texSubImage2D(gl.TEXTURE_2D, 0, 0, 0, width, height, gl.RED, gl.UNSIGNED_BYTE, data);
    this.uploadedBytes += data.byteLength;
  }

  private createVertices() {
    const { gl } = this;
    const vertices = gl.createVertexArray();
    const buffer = gl.createBuffer();
    gl.bindVertexArray(vertices);
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.enableVertexAttribArray(this.borderAttribute);
    gl.vertexAttribIPointer(this.borderAttribute, 4, gl.UNSIGNED_SHORT, 0, 0);
    gl.vertexAttribDivisor(this.borderAttribute, 1);
    gl.bindVertexArray(null);
    return { vertices, buffer };
  }
}

function planesOf({ luma, chromaBlue, chromaRed }: FrameTextures): readonly WebGLTexture[] {
  return [luma, chromaBlue, chromaRed];
}

function oldest(slots: ReadonlyMap<number, Slot>): number[] {
  if (slots.size <= MOST_SLOTS) return [];
  return [...slots]
    .sort(([, a], [, b]) => a.usedAt - b.usedAt)
    .slice(0, slots.size - MOST_SLOTS)
    .map(([number]) => number);
}
