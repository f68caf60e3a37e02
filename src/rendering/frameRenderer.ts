import { Problem } from '../problem.ts';
import { type FrameSize, type Frames, framePlanes } from '../sequence/frames.ts';
import { type LabelMaps, labelMap } from '../sequence/labelMaps.ts';
import fragmentShader from './frame.frag.glsl?raw';

/** Style of the masks over a picture. */
export interface Overlay {
  /** Opacity of the mask's fill, 0..1. */
  readonly opacity: number;
  /** True if each object gets an outline in its full colour. */
  readonly outline: boolean;
}

const VERTEX_SHADER = `#version 300 es
  out vec2 position;
  void main() {
    // One triangle that covers the canvas; position starts at the top left, like pictures.
    vec2 corner = vec2((gl_VertexID << 1) & 2, gl_VertexID & 2);
    position = vec2(corner.x, 1.0 - corner.y);
    gl_Position = vec4(corner * 2.0 - 1.0, 0.0, 1.0);
  }`;

const TEXTURES = ['luma', 'chromaBlue', 'chromaRed', 'labels', 'palette'] as const;

/**
 * Draws a frame and its label map on a canvas with WebGL 2. Planes and ids are uploaded unchanged;
 * the GPU converts to RGB and draws tint and outline.
 */
export class FrameRenderer {
  private readonly gl: WebGL2RenderingContext;
  private readonly program: WebGLProgram;
  private readonly textures: WebGLTexture[] = [];

  /**
   * @param palette [256, 4] RGBA bytes, the colour of each object id
   * @throws Problem if the browser has no WebGL 2
   */
  constructor(
    private readonly canvas: HTMLCanvasElement,
    palette: Uint8Array,
  ) {
    const gl = canvas.getContext('webgl2', {
      alpha: false,
      antialias: false,
      // Figures and tests read the canvas at any time.
      preserveDrawingBuffer: true,
    });
    if (!gl) {
      throw new Problem(
        'This browser cannot draw with WebGL 2, so no pictures can be shown.',
        'Enable hardware acceleration in its settings, or use a current Chrome, Edge or Firefox.',
      );
    }
    this.gl = gl;
    this.program = link(gl, VERTEX_SHADER, fragmentShader);
    gl.useProgram(this.program);
    gl.pixelStorei(gl.UNPACK_ALIGNMENT, 1);
    TEXTURES.forEach((name, unit) => {
      const texture = gl.createTexture();
      this.textures.push(texture);
      gl.activeTexture(gl.TEXTURE0 + unit);
      gl.bindTexture(gl.TEXTURE_2D, texture);
      const filter = name.startsWith('chroma') ? gl.LINEAR : gl.NEAREST;
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MIN_FILTER, filter);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_MAG_FILTER, filter);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_S, gl.CLAMP_TO_EDGE);
      gl.texParameteri(gl.TEXTURE_2D, gl.TEXTURE_WRAP_T, gl.CLAMP_TO_EDGE);
      gl.uniform1i(gl.getUniformLocation(this.program, name), unit);
    });
    gl.activeTexture(gl.TEXTURE0 + TEXTURES.indexOf('palette'));
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, 256, 1, 0, gl.RGBA, gl.UNSIGNED_BYTE, palette);
  }

  /** Draws frame `index`, without masks if `maps` is null. */
  draw(frames: Frames, maps: LabelMaps | null, index: number, overlay: Overlay): void {
    const { gl, canvas, program } = this;
    const { size } = frames;
    if (canvas.width !== size.width || canvas.height !== size.height) {
      canvas.width = size.width;
      canvas.height = size.height;
      gl.viewport(0, 0, size.width, size.height);
    }
    const planes = framePlanes(frames, index);
    this.upload('luma', planes.y, planes.size);
    this.upload('chromaBlue', planes.u, planes.chroma);
    this.upload('chromaRed', planes.v, planes.chroma);
    if (maps) this.upload('labels', labelMap(maps, index), maps.size);
    gl.uniform1f(gl.getUniformLocation(program, 'opacity'), maps ? overlay.opacity : 0);
    gl.uniform1f(gl.getUniformLocation(program, 'outline'), maps && overlay.outline ? 1 : 0);
    gl.uniform2f(gl.getUniformLocation(program, 'pixels'), size.width, size.height);
    gl.drawArrays(gl.TRIANGLES, 0, 3);
  }

  dispose(): void {
    for (const texture of this.textures) this.gl.deleteTexture(texture);
    this.gl.deleteProgram(this.program);
  }

  private upload(name: (typeof TEXTURES)[number], data: Uint8Array, size: FrameSize): void {
    const { gl } = this;
    gl.activeTexture(gl.TEXTURE0 + TEXTURES.indexOf(name));
    gl.texImage2D(
      gl.TEXTURE_2D,
      0,
      gl.R8,
      size.width,
      size.height,
      0,
      gl.RED,
      gl.UNSIGNED_BYTE,
      data,
    );
  }
}

function link(gl: WebGL2RenderingContext, vertex: string, fragment: string): WebGLProgram {
  const program = gl.createProgram();
  for (const [type, source] of [
    [gl.VERTEX_SHADER, vertex],
    [gl.FRAGMENT_SHADER, fragment],
  ] as const) {
    const shader = gl.createShader(type);
    if (!shader) throw new Error('the WebGL context is lost');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (!gl.getProgramParameter(program, gl.LINK_STATUS)) {
    const logs = gl.getAttachedShaders(program)?.map((shader) => gl.getShaderInfoLog(shader));
    throw new Error(`the frame shader does not link: ${logs?.join(' ')}`);
  }
  return program;
}
