import {
  type Camera,
  HalfFloatType,
  Mesh,
  NearestFilter,
  OrthographicCamera,
  PlaneGeometry,
  Scene,
  ShaderMaterial,
  type WebGLRenderer,
  WebGLRenderTarget,
} from 'three';
import type { FrameSize } from '../../sequence/frames.ts';
import { waterUniforms } from './water.ts';

/** Draws the scene in colour to the renderer's canvas. */
export interface PicturePass {
  draw(scene: Scene, camera: Camera): void;
}

/**
 * Draws the scene in linear light at twice the size, then reduces it: each pixel is a weighted mean
 * of 4 x 4 tone-mapped samples. Tone mapping comes first to keep bright edges smooth.
 */
export function createPicturePass(renderer: WebGLRenderer, size: FrameSize): PicturePass {
  const large = new WebGLRenderTarget(size.width * 2, size.height * 2, {
    type: HalfFloatType,
    minFilter: NearestFilter,
    magFilter: NearestFilter,
  });
  const material = new ShaderMaterial({
    uniforms: { large: { value: large.texture } },
    depthTest: false,
    vertexShader: 'void main() { gl_Position = vec4(position.xy, 0.0, 1.0); }',
    fragmentShader: REDUCE,
  });
  const screen = new Scene();
  const quad = new Mesh(new PlaneGeometry(2, 2), material);
  quad.frustumCulled = false;
  screen.add(quad);
  const flat = new OrthographicCamera();
  return {
    draw(scene, camera) {
      renderer.setRenderTarget(large);
      // A depth pass first (labels are cheap), so that the expensive shading runs once per pixel.
      waterUniforms.labelMode.value = 1;
      renderer.render(scene, camera);
      waterUniforms.labelMode.value = 0;
      renderer.autoClear = renderer.shadowMap.autoUpdate = false;
      renderer.render(scene, camera);
      renderer.autoClear = renderer.shadowMap.autoUpdate = true;
      renderer.setRenderTarget(null);
      renderer.render(screen, flat);
    },
  };
}

const REDUCE = /* glsl */ `
  uniform sampler2D large;

  // A film's response: soft shoulder, slight toe.
  vec3 develop(vec3 light) {
    light *= 1.45;
    vec3 x = max(vec3(0.0), light - 0.003);
    return clamp((x * (6.2 * x + 0.5)) / (x * (6.2 * x + 1.7) + 0.06), 0.0, 1.0);
  }

  void main() {
    ivec2 last = textureSize(large, 0) - 1;
    ivec2 corner = ivec2(gl_FragCoord.xy) * 2 - 1;
    vec3 sum = vec3(0.0);
    for (int y = 0; y < 4; y++) {
      for (int x = 0; x < 4; x++) {
        float weight = (x == 0 || x == 3 ? 0.09 : 0.41) * (y == 0 || y == 3 ? 0.09 : 0.41);
        sum += weight * develop(texelFetch(large, clamp(corner + ivec2(x, y), ivec2(0), last), 0).rgb);
      }
    }
    vec2 fromCentre = gl_FragCoord.xy * 2.0 / vec2(last) - 0.5;
    sum *= 1.0 - 0.42 * dot(fromCentre, fromCentre);
    gl_FragColor = vec4(sum, 1.0);
  }
`;
