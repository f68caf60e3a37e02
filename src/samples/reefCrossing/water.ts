import {
  BackSide,
  DoubleSide,
  Mesh,
  MeshDepthMaterial,
  MeshStandardMaterial,
  RGBADepthPacking,
  ShaderChunk,
  ShaderMaterial,
  SphereGeometry,
  type Texture,
  Vector3,
} from 'three';

/**
 * Options of the material of everything in the scene: the standard material of three.js with relief
 * from the alpha of a texture, translucency, moving caustics, swaying plants, and absorption by
 * water.
 *
 * In `labelMode`, the same material draws the id of the object instead of its colour with the same
 * vertices, so that labels match the picture.
 */
export interface ReefMaterialOptions {
  /** Colour in RGB, relief in alpha. */
  readonly skin: Texture;
  /** Label of the object; 0 is background. */
  readonly objectId?: number;
  /**
   * Texture coordinates: `uv`, or projected along three axes at the position at rest (attributes
   * `rest` and `restNormal`), which needs no unwrapping.
   */
  readonly lookup?: 'uv' | 'triplanar';
  /** Repeats of the skin per scene unit (triplanar) or per unit of uv. */
  readonly scale?: number;
  /** Height of the relief in scene units. */
  readonly relief?: number;
  readonly roughness?: number;
  /** Share of the light from behind that shines through. */
  readonly translucency?: number;
  /** Movement of the top of a plant of height 1, in scene units. */
  readonly sway?: number;
}

/** Shared by all materials of the scene. */
export const waterUniforms = {
  seconds: { value: 0 },
  labelMode: { value: 0 },
  caustics: { value: null as Texture | null },
};

export function createReefMaterial(options: ReefMaterialOptions): MeshStandardMaterial {
  const material = new MeshStandardMaterial({
    roughness: options.roughness ?? 0.8,
    side: DoubleSide,
  });
  const triplanar = options.lookup === 'triplanar';
  const sway = options.sway ?? 0;
  material.onBeforeCompile = (shader) => {
    Object.assign(shader.uniforms, waterUniforms, {
      skin: { value: options.skin },
      skinScale: { value: options.scale ?? 1 },
      relief: { value: options.relief ?? 0 },
      translucency: { value: options.translucency ?? 0 },
      objectId: { value: options.objectId ?? 0 },
    });
    shader.vertexShader = swaying(shader.vertexShader, sway)
      .replace('void main() {', `${vertexDeclarations(triplanar)}\nvoid main() {`)
      .replace('#include <project_vertex>', `#include <project_vertex>\n${placeVertex(triplanar)}`);
    shader.fragmentShader = shader.fragmentShader
      .replace('void main() {', `${fragmentDeclarations(triplanar)}\nvoid main() {`)
      .replace('#include <clipping_planes_fragment>', LABEL)
      .replace('#include <map_fragment>', SKIN)
      .replace('#include <normal_fragment_maps>', 'normal = inRelief(normal, texel.a * relief);')
      .replace('#include <lights_fragment_begin>', LIGHTS)
      .replace('#include <opaque_fragment>', IMMERSED);
  };
  // three.js shares programs between materials with equal keys, so the key must cover the options.
  material.customProgramCacheKey = () => `reef-${triplanar}-${sway}`;
  return material;
}

/** A depth material for the shadow of a swaying plant. */
export function createSwayingShadow(sway: number): MeshDepthMaterial {
  const material = new MeshDepthMaterial({ depthPacking: RGBADepthPacking, side: DoubleSide });
  material.onBeforeCompile = (shader) => {
    Object.assign(shader.uniforms, waterUniforms);
    shader.vertexShader = swaying(shader.vertexShader, sway).replace(
      'void main() {',
      'uniform float seconds;\nvoid main() {',
    );
  };
  material.customProgramCacheKey = () => `reef-shadow-${sway}`;
  return material;
}

/** The water in the background. */
export function createBackdrop(): Mesh {
  const material = new ShaderMaterial({
    side: BackSide,
    depthWrite: false,
    uniforms: waterUniforms,
    vertexShader: `varying vec3 place;
      void main() {
        place = (modelMatrix * vec4(position, 1.0)).xyz;
        gl_Position = projectionMatrix * viewMatrix * vec4(place, 1.0);
      }`,
    fragmentShader: `uniform float labelMode; uniform float seconds; varying vec3 place;
      ${WATER_COLOUR}
      void main() {
        vec3 water = waterColour(normalize(place - cameraPosition));
        gl_FragColor = vec4(labelMode > 0.5 ? vec3(0.0) : water, 1.0);
      }`,
  });
  const mesh = new Mesh(new SphereGeometry(60, 48, 24), material);
  mesh.renderOrder = 1;
  mesh.frustumCulled = false;
  return mesh;
}

/** Direction to the sun. */
export const SUN = new Vector3(-0.42, 1, 0.5).normalize();

const WATER_COLOUR = /* glsl */ `
  // What the water itself sends from a direction: brighter above, with shafts of light that fan
  // out from a place over the left edge of the picture.
  vec3 waterColour(vec3 direction) {
    float up = direction.y / length(direction.xz + vec2(1e-4));
    vec3 deep = vec3(0.006, 0.072, 0.125);
    vec3 mid = vec3(0.018, 0.205, 0.285);
    vec3 high = vec3(0.13, 0.53, 0.58);
    vec3 water = mix(deep, mid, smoothstep(-0.3, 0.06, up));
    water = mix(water, high, smoothstep(0.0, 0.52, up));
    vec2 fan = vec2(direction.x / -direction.z + 0.32, up - 0.75);
    float angle = atan(fan.x, -fan.y);
    float shafts = 0.5 + 0.25 * sin(angle * 23.0 + seconds * 0.5) + 0.25 * sin(angle * 41.0 - seconds * 0.8 + 1.0);
    shafts *= 0.6 + 0.4 * sin(angle * 9.0 + 0.6);
    float reach = smoothstep(-0.55, 0.45, up) * exp(-angle * angle * 0.9);
    return water * (1.0 + 1.15 * shafts * reach) + vec3(0.03, 0.10, 0.10) * reach * shafts;
  }
`;

function vertexDeclarations(triplanar: boolean): string {
  return `uniform float seconds;
    varying vec3 place;
    ${triplanar ? 'attribute vec3 rest; attribute vec3 restNormal; varying vec3 atRest; varying vec3 atRestNormal;' : 'varying vec2 skinPlace;'}`;
}

function placeVertex(triplanar: boolean): string {
  return `
    vec4 inScene = vec4(transformed, 1.0);
    #ifdef USE_INSTANCING
      inScene = instanceMatrix * inScene;
    #endif
    place = (modelMatrix * inScene).xyz;
    ${triplanar ? RESTING : 'skinPlace = uv;'}`;
}

/** Instances of a geometry use different parts of the skin. */
const RESTING = `
    atRest = rest;
    atRestNormal = restNormal;
    #ifdef USE_INSTANCING
      atRest = atRest * length(instanceMatrix[0].xyz) + instanceMatrix[3].xyz * 1.7;
    #endif`;

function fragmentDeclarations(triplanar: boolean): string {
  return `
    uniform sampler2D skin; uniform sampler2D caustics;
    uniform float skinScale; uniform float relief; uniform float translucency;
    uniform float labelMode; uniform float objectId; uniform float seconds;
    varying vec3 place;
    ${triplanar ? 'varying vec3 atRest; varying vec3 atRestNormal;' : 'varying vec2 skinPlace;'}
    ${WATER_COLOUR}
    vec4 readSkin() {
      ${triplanar ? TRIPLANAR : 'return texture2D(skin, skinPlace * skinScale);'}
    }
    // Bump mapping without tangents (Mikkelsen 2010); height in scene units.
    vec3 inRelief(vec3 normal, float height) {
      vec3 dx = dFdx(-vViewPosition);
      vec3 dy = dFdy(-vViewPosition);
      vec3 r1 = cross(dy, normal);
      vec3 r2 = cross(normal, dx);
      float det = dot(dx, r1);
      vec3 gradient = sign(det) * (dFdx(height) * r1 + dFdy(height) * r2);
      return normalize(abs(det) * normal - gradient);
    }
    // Waves bundle and spread the sun's light; the net of light follows its slanting rays.
    float bundledLight() {
      vec2 at = place.xz - place.y * vec2(${SUN.x / SUN.y}, ${SUN.z / SUN.y});
      float net = texture2D(caustics, at * 0.17).r;
      return 0.42 + 0.62 * min(net, 3.4);
    }
    // Red goes first: absorption over the way through the water, beyond the first few units.
    vec3 immersed(vec3 colour) {
      float way = max(0.0, distance(place, cameraPosition) - 5.0);
      vec3 passed = exp(-way * vec3(0.105, 0.06, 0.052));
      return colour * passed + waterColour(normalize(place - cameraPosition)) * (1.0 - passed);
    }`;
}

const TRIPLANAR = `
      vec3 weight = pow(abs(normalize(atRestNormal)), vec3(4.0));
      weight /= weight.x + weight.y + weight.z;
      vec3 at = atRest * skinScale;
      return weight.x * texture2D(skin, at.zy) + weight.y * texture2D(skin, at.xz + 0.37)
        + weight.z * texture2D(skin, at.xy + 0.71);`;

const LABEL = `
    if (labelMode > 0.5) {
      gl_FragColor = vec4(objectId / 255.0, 0.0, 0.0, 1.0);
      return;
    }`;

const SKIN = `
    vec4 texel = readSkin();
    diffuseColor.rgb *= texel.rgb;`;

const LIGHTS = `${ShaderChunk.lights_fragment_begin.replace(
  'getDirectionalLightInfo( directionalLight, directLight );',
  'getDirectionalLightInfo( directionalLight, directLight );\ndirectLight.color *= bundledLight();',
)}
    reflectedLight.directDiffuse += translucency * diffuseColor.rgb * directionalLights[0].color
      * (0.25 + 0.75 * max(0.0, dot(-normal, directionalLights[0].direction))) * 0.32;`;

const IMMERSED = `#include <opaque_fragment>
    gl_FragColor.rgb = immersed(gl_FragColor.rgb);`;

/** Adds swaying to a vertex shader: it grows with the height above y = 0. */
function swaying(vertexShader: string, sway: number): string {
  if (sway === 0) return vertexShader;
  return vertexShader.replace(
    '#include <begin_vertex>',
    `#include <begin_vertex>
    {
      vec3 root = modelMatrix[3].xyz;
      #ifdef USE_INSTANCING
        root += instanceMatrix[3].xyz;
      #endif
      float lift = position.y * position.y * ${sway.toFixed(4)};
      float turn = root.x * 0.9 + root.z * 0.7 - position.y * 0.9;
      transformed.x += lift * (0.55 + sin(seconds * 2.3 - turn));
      transformed.z += lift * 0.6 * sin(seconds * 1.7 - turn * 1.3 + 1.0);
    }`,
  );
}
