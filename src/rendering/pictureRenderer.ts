import { Problem } from '../problem.ts';
import type { Colour } from '../sequence/davisPalette.ts';
import type { FrameSize } from '../sequence/frames.ts';
import { showsBlocks } from './blockLook.ts';
import { BlockPainter } from './blocks/blockPainter.ts';
import contourFragmentShader from './contour.frag.glsl?raw';
import contourVertexShader from './contour.vert.glsl?raw';
import { drawableLook, fixedOutline, needsMaps, needsTruth, OUTLINE_EDGE } from './drawableLook.ts';
import { CHANGE_COLOURS, ERROR_COLOURS, heatRgba, paletteRgba } from './layerColours.ts';
import { DIFFERENCES, LAYERS, type Look } from './look.ts';
import { freeTarget, type OffscreenTarget, offscreenTarget } from './offscreenTarget.ts';
import pictureFragmentShader from './picture.frag.glsl?raw';
import pictureVertexShader from './picture.vert.glsl?raw';
import { type BorderInstances, type FrameTextures, PictureTextures } from './pictureTextures.ts';
import { createProgram, type Program } from './program.ts';
import type { Rectangle, ShownPicture } from './shownPicture.ts';
import type { ViewTransform } from './viewTransform.ts';

/** A picture and where it is drawn. */
export interface DrawnPicture {
  readonly picture: ShownPicture;
  readonly look: Look;
  /** Where it is on the canvas, in device pixels. */
  readonly target: Rectangle;
  /** From frame pixels to device pixels of the target. */
  readonly view: ViewTransform;
  /** The part of the canvas that may be drawn on, in device pixels; by default the target. */
  readonly clip?: Rectangle;
}

/** Names of the textures of the picture's shader, in the order of their units. */
const TEXTURES = [
  'luma',
  'chromaBlue',
  'chromaRed',
  'otherLuma',
  'otherChromaBlue',
  'otherChromaRed',
  'labels',
  'truthLabels',
  'originalLabels',
  'codedLabels',
  'oursLabels',
  'palette',
  'heat',
] as const;

type TextureName = (typeof TEXTURES)[number];

/** Each sample covers two pixels of the frame in each direction, thanks to linear filtering. */
const PIXELS_PER_SAMPLE = 2;
const MOST_SAMPLES = 4;

/**
 * Draws the pictures of all columns, with their layers, on one canvas with WebGL 2. Planes and ids
 * are uploaded unchanged, once for each frame that is seen; the GPU converts to RGB. Outlines are
 * lines of a fixed width on the screen.
 */
export class PictureRenderer {
  private readonly gl: WebGL2RenderingContext;
  private readonly pictures: Program;
  private readonly contours: Program;
  private readonly textures: PictureTextures;
  private readonly blocks: BlockPainter;
  private readonly palettes: Readonly<Record<Look['palette'], WebGLTexture>>;
  private readonly heat: WebGLTexture;
  /** Bound where a layer needs no texture. */
  private readonly nothing: WebGLTexture;
  private readonly empty: WebGLVertexArrayObject;
  /** Kept from picture to picture: most that are read have the same size. */
  private offscreen: OffscreenTarget | null = null;

  /** @throws Problem if the browser has no WebGL 2 */
  constructor(private readonly canvas: HTMLCanvasElement | OffscreenCanvas) {
    const options = { alpha: true, antialias: false, depth: false, stencil: false } as const;
    const gl = canvas.getContext('webgl2', options) as WebGL2RenderingContext | null;
    if (!gl) {
      throw new Problem(
        'This browser cannot draw with WebGL 2, so no pictures can be shown.',
        'Enable hardware acceleration in its settings, or use a current Chrome, Edge or Firefox.',
      );
    }
    this.gl = gl;
    this.pictures = createProgram(gl, pictureVertexShader, pictureFragmentShader);
    this.contours = createProgram(gl, contourVertexShader, contourFragmentShader);
    this.textures = new PictureTextures(gl, gl.getAttribLocation(this.contours.program, 'border'));
    this.blocks = new BlockPainter(gl);
    this.palettes = {
      davis: colourTexture(gl, paletteRgba('davis')),
      distinct: colourTexture(gl, paletteRgba('distinct')),
    };
    this.heat = colourTexture(gl, heatRgba());
    this.nothing = colourTexture(gl, new Uint8Array(256 * 4));
    this.empty = gl.createVertexArray();
    this.setConstants();
  }

  /** Bytes uploaded to the GPU so far. */
  get uploadedBytes(): number {
    return this.textures.uploadedBytes + this.blocks.uploadedBytes;
  }

  get isLost(): boolean {
    return this.gl.isContextLost();
  }

  /**
   * Replaces what the canvas shows.
   *
   * @param pixelRatio device pixels per CSS pixel, for what has a fixed size on the screen
   */
  draw(items: readonly DrawnPicture[], pixelRatio: number): void {
    const { gl, canvas } = this;
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    gl.viewport(0, 0, canvas.width, canvas.height);
    gl.disable(gl.SCISSOR_TEST);
    gl.clearColor(0, 0, 0, 0);
    gl.clear(gl.COLOR_BUFFER_BIT);
    for (const item of items) this.drawItem(item, canvas, pixelRatio);
    this.textures.trim();
    this.blocks.trim();
  }

  /**
   * Draws a picture off the screen.
   *
   * @param size of the result; the item's target is placed in it
   * @returns RGBA bytes, [height, width, 4], from the top
   */
  read(item: DrawnPicture, size: FrameSize, pixelRatio: number): Uint8ClampedArray<ArrayBuffer> {
    const { gl } = this;
    const { width, height } = size;
    this.offscreen = offscreenTarget(gl, this.offscreen, size);
    gl.bindFramebuffer(gl.FRAMEBUFFER, this.offscreen.framebuffer);
    gl.viewport(0, 0, width, height);
    gl.disable(gl.SCISSOR_TEST);
    gl.clearColor(0, 0, 0, 1);
    gl.clear(gl.COLOR_BUFFER_BIT);
    this.drawItem(item, size, pixelRatio);
    const upsideDown = new Uint8Array(width * height * 4);
    gl.readPixels(0, 0, width, height, gl.RGBA, gl.UNSIGNED_BYTE, upsideDown);
    gl.bindFramebuffer(gl.FRAMEBUFFER, null);
    this.textures.trim();
    this.blocks.trim();
    return flipped(upsideDown, size);
  }

  /** Waits until the GPU has drawn everything: reading a pixel back cannot be put off. */
  finish(): void {
    const { gl } = this;
    gl.readPixels(0, 0, 1, 1, gl.RGBA, gl.UNSIGNED_BYTE, new Uint8Array(4));
  }

  dispose(): void {
    const { gl } = this;
    this.textures.dispose();
    this.blocks.dispose();
    if (this.offscreen) freeTarget(gl, this.offscreen);
    for (const texture of [...Object.values(this.palettes), this.heat, this.nothing]) {
      gl.deleteTexture(texture);
    }
    gl.deleteVertexArray(this.empty);
    gl.deleteProgram(this.pictures.program);
    gl.deleteProgram(this.contours.program);
  }

  /** Gives up the context for good. */
  release(): void {
    this.gl.getExtension('WEBGL_lose_context')?.loseContext();
  }

  private setConstants(): void {
    const { gl, pictures, contours } = this;
    gl.useProgram(pictures.program);
    for (const [unit, name] of TEXTURES.entries()) gl.uniform1i(pictures.uniform(name), unit);
    const { missed, falseAlarm, wrongObject, correct } = ERROR_COLOURS;
    gl.uniform3fv(
      pictures.uniform('errorColours'),
      [missed, falseAlarm, wrongObject, correct].flatMap(shares),
    );
    const { lost, wonBack } = CHANGE_COLOURS;
    gl.uniform3fv(pictures.uniform('changeColours'), [lost, wonBack].flatMap(shares));
    gl.useProgram(contours.program);
    gl.uniform1i(contours.uniform('palette'), TEXTURES.indexOf('palette'));
  }

  private drawItem(item: DrawnPicture, canvas: FrameSize, pixelRatio: number): void {
    const { gl, textures, pictures } = this;
    const { picture, target, view } = item;
    const { frames, index } = picture;
    const look = drawableLook(item.look, picture);
    // Uploading binds textures, so that all are there before any is bound for drawing.
    const planes = textures.frame(frames, index);
    const { layer } = look;
    const other =
      layer === 'difference' && picture.original ? textures.frame(picture.original, index) : null;
    const maps = picture.maps && needsMaps(look) ? textures.map(picture.maps, index) : null;
    const truth = picture.truth && needsTruth(look) ? textures.map(picture.truth, index) : null;
    const changes = layer === 'changes' ? picture.changes : null;
    const [original, coded, ours] = changes
      ? [changes.original, changes.coded, changes.ours].map((each) => textures.map(each, index))
      : [];
    const outlined = needsTruth(look) ? picture.truth : needsMaps(look) ? picture.maps : null;
    const borders = look.outline && outlined ? textures.borders(outlined, index) : null;
    gl.useProgram(pictures.program);
    gl.enable(gl.SCISSOR_TEST);
    const { x, y, width, height } = item.clip ?? target;
    gl.scissor(x, canvas.height - y - height, width, height);
    this.bindPlanes(planes, other);
    this.bind('labels', maps);
    this.bind('truthLabels', truth);
    this.bind('originalLabels', original);
    this.bind('codedLabels', coded);
    this.bind('oursLabels', ours);
    this.bind('palette', this.palettes[look.palette]);
    this.bind('heat', this.heat);
    const { uniform } = pictures;
    gl.uniform1f(uniform('targetHeight'), canvas.height);
    gl.uniform2f(uniform('corner'), target.x + view.x, target.y + view.y);
    gl.uniform1f(uniform('scale'), view.scale);
    gl.uniform1f(uniform('pixelRatio'), pixelRatio);
    gl.uniform2f(uniform('frameSize'), frames.size.width, frames.size.height);
    gl.uniform1i(uniform('samples'), samplesFor(view.scale));
    gl.uniform1i(uniform('layer'), LAYERS.indexOf(look.layer));
    gl.uniform1i(uniform('differenceKind'), DIFFERENCES.indexOf(look.difference));
    gl.uniform1f(uniform('gain'), look.gain);
    gl.uniform1f(uniform('opacity'), look.opacity);
    gl.uniform1i(uniform('greyBackground'), look.background === 'grey' ? 1 : 0);
    gl.bindVertexArray(this.empty);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    const place = { canvas, target, view };
    const blocks = picture.blocks && showsBlocks(look) ? picture.blocks : null;
    if (blocks) this.clipToFrame(item, canvas);
    if (blocks) this.blocks.drawFills(blocks, look, place);
    if (borders) this.drawOutlines(borders, item, look, canvas, pixelRatio);
    if (blocks) this.blocks.drawLines(blocks, look, place, pixelRatio);
  }

  /** Blocks at the border reach beyond the frame, and so do vectors. */
  private clipToFrame({ picture, target, view, clip = target }: DrawnPicture, canvas: FrameSize) {
    const { gl } = this;
    const { width, height } = picture.frames.size;
    const left = Math.max(clip.x, Math.round(target.x + view.x));
    const top = Math.max(clip.y, Math.round(target.y + view.y));
    const right = Math.min(clip.x + clip.width, Math.round(target.x + view.x + width * view.scale));
    const bottom = Math.min(
      clip.y + clip.height,
      Math.round(target.y + view.y + height * view.scale),
    );
    const across = Math.max(0, right - left);
    const down = Math.max(0, bottom - top);
    gl.scissor(left, canvas.height - top - down, across, down);
  }

  /** A dark line outside each object, and a light one inside. */
  private drawOutlines(
    { vertices, count }: BorderInstances,
    { target, view }: DrawnPicture,
    look: Look,
    canvas: FrameSize,
    pixelRatio: number,
  ): void {
    const { gl, contours } = this;
    const { uniform } = contours;
    const width = Math.max(1, Math.round(1.25 * pixelRatio));
    const light = fixedOutline(look.outlineColour, needsTruth(look));
    gl.useProgram(contours.program);
    gl.bindVertexArray(vertices);
    gl.uniform2f(uniform('targetSize'), canvas.width, canvas.height);
    gl.uniform2f(uniform('corner'), target.x + view.x, target.y + view.y);
    gl.uniform1f(uniform('scale'), view.scale);
    for (const [colour, from, to] of [
      [OUTLINE_EDGE, -Math.max(1, Math.round(pixelRatio)), 0],
      [light, 0, width],
    ] as const) {
      const [red = 0, green = 0, blue = 0] = colour ? shares(colour) : [];
      gl.uniform4f(uniform('fixedColour'), red, green, blue, colour ? 1 : 0);
      gl.uniform2f(uniform('across'), from, to);
      gl.drawArraysInstanced(gl.TRIANGLE_STRIP, 0, 4, count);
    }
    gl.bindVertexArray(null);
  }

  private bindPlanes(planes: FrameTextures, other: FrameTextures | null): void {
    this.bind('luma', planes.luma);
    this.bind('chromaBlue', planes.chromaBlue);
    this.bind('chromaRed', planes.chromaRed);
    this.bind('otherLuma', other?.luma);
    this.bind('otherChromaBlue', other?.chromaBlue);
    this.bind('otherChromaRed', other?.chromaRed);
  }

  private bind(name: TextureName, texture: WebGLTexture | null | undefined): void {
    const { gl } = this;
    gl.activeTexture(gl.TEXTURE0 + TEXTURES.indexOf(name));
    gl.bindTexture(gl.TEXTURE_2D, texture ?? this.nothing);
  }
}

function samplesFor(scale: number): number {
  return Math.min(MOST_SAMPLES, Math.max(1, Math.ceil(1 / (PIXELS_PER_SAMPLE * scale))));
}

/** Channels in 0..1. */
function shares([red, green, blue]: Colour): [number, number, number] {
  return [red / 255, green / 255, blue / 255];
}

function colourTexture(gl: WebGL2RenderingContext, rgba: Uint8Array): WebGLTexture {
  const texture = gl.createTexture();
  gl.activeTexture(gl.TEXTURE0);
  gl.bindTexture(gl.TEXTURE_2D, texture);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, gl.NEAREST);
  gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
  gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 256, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, rgba);
  return texture;
}

/** WebGL's rows begin at the bottom. */
function flipped(rgba: Uint8Array, { width, height }: FrameSize): Uint8ClampedArray<ArrayBuffer> {
  const row = width * 4;
  const result = new Uint8ClampedArray(rgba.length);
  for (let y = 0; y < height; y++) {
    result.set(rgba.subarray((height - 1 - y) * row, (height - y) * row), y * row);
  }
  return result;
}
