import { type Frames, framePlanes } from '../sequence/frames.ts';
import { type LabelMaps, labelMap } from '../sequence/labelMaps.ts';
import { Borders } from './borders.ts';

/** The planes of a frame on the GPU. */
export interface FrameTextures {
  readonly luma: WebGLTexture;
  readonly chromaBlue: WebGLTexture;
  readonly chromaRed: WebGLTexture;
}

/** A label map on the GPU, with the borders of its objects. */
export interface MapTextures {
  readonly ids: WebGLTexture;
  /** Vertex array with one instance for each border. */
  readonly borders: WebGLVertexArrayObject;
  readonly borderCount: number;
}

interface Slot {
  /** Index of the frame that is on the GPU; −1 for none. */
  index: number;
  usedAt: number;
}

interface FrameSlot extends Slot, FrameTextures {}

interface MapSlot extends Slot {
  readonly ids: WebGLTexture;
  readonly borders: WebGLVertexArrayObject;
  readonly buffer: WebGLBuffer;
  borderCount: number;
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
  private readonly frames = new Map<SharedArrayBuffer, FrameSlot>();
  private readonly maps = new Map<SharedArrayBuffer, MapSlot>();
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
    let slot = this.frames.get(frames.buffer);
    if (!slot) {
      const { y, u, v, size, chroma } = framePlanes(frames, index);
      slot = {
        luma: this.create(size.width, size.height, gl.LINEAR, y),
        chromaBlue: this.create(chroma.width, chroma.height, gl.LINEAR, u),
        chromaRed: this.create(chroma.width, chroma.height, gl.LINEAR, v),
        index,
        usedAt: 0,
      };
      this.frames.set(frames.buffer, slot);
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

  map(maps: LabelMaps, index: number): MapTextures {
    const { gl } = this;
    const { width, height } = maps.size;
    let slot = this.maps.get(maps.buffer);
    if (!slot) {
      const ids = labelMap(maps, index);
      slot = {
        ids: this.create(width, height, gl.NEAREST, ids),
        ...this.createBorders(),
        borderCount: 0,
        index,
        usedAt: 0,
      };
      this.maps.set(maps.buffer, slot);
      this.findBorders(slot, ids, maps);
    } else if (slot.index !== index) {
      const ids = labelMap(maps, index);
      this.replace(slot.ids, width, height, ids);
      this.findBorders(slot, ids, maps);
      slot.index = index;
    }
    slot.usedAt = ++this.clock;
    return slot;
  }

  /** Frees what was not used for longest, beyond what the screen can show at once. */
  trim(): void {
    const { gl } = this;
    for (const buffer of oldest(this.frames)) {
      const slot = this.frames.get(buffer);
      this.frames.delete(buffer);
      if (slot) for (const plane of planesOf(slot)) gl.deleteTexture(plane);
    }
    for (const buffer of oldest(this.maps)) {
      const slot = this.maps.get(buffer);
      this.maps.delete(buffer);
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

  private freeMap({ ids, borders, buffer }: MapSlot): void {
    const { gl } = this;
    gl.deleteTexture(ids);
    gl.deleteVertexArray(borders);
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

  private createBorders() {
    const { gl } = this;
    const borders = gl.createVertexArray();
    const buffer = gl.createBuffer();
    gl.bindVertexArray(borders);
    gl.bindBuffer(gl.ARRAY_BUFFER, buffer);
    gl.enableVertexAttribArray(this.borderAttribute);
    gl.vertexAttribIPointer(this.borderAttribute, 4, gl.UNSIGNED_SHORT, 0, 0);
    gl.vertexAttribDivisor(this.borderAttribute, 1);
    gl.bindVertexArray(null);
    return { borders, buffer };
  }

  private findBorders(slot: MapSlot, ids: Uint8Array, { size }: LabelMaps): void {
    const { gl, found } = this;
    found.find(ids, size);
    slot.borderCount = found.count;
    gl.bindBuffer(gl.ARRAY_BUFFER, slot.buffer);
    gl.bufferData(gl.ARRAY_BUFFER, found.data, gl.DYNAMIC_DRAW);
    this.uploadedBytes += found.data.byteLength;
  }
}

function planesOf({ luma, chromaBlue, chromaRed }: FrameTextures): readonly WebGLTexture[] {
  return [luma, chromaBlue, chromaRed];
}

function oldest(slots: ReadonlyMap<SharedArrayBuffer, Slot>): SharedArrayBuffer[] {
  if (slots.size <= MOST_SLOTS) return [];
  return [...slots]
    .sort(([, a], [, b]) => a.usedAt - b.usedAt)
    .slice(0, slots.size - MOST_SLOTS)
    .map(([buffer]) => buffer);
}
