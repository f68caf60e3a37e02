import {
  DataTexture,
  FloatType,
  LinearFilter,
  RedFormat,
  RepeatWrapping,
  type Texture,
} from 'three';
import { createRandom } from './noise.ts';

/**
 * The caustics on the sea bed: a regular grid of rays is refracted by the slope of a sum of waves
 * and collected at the bottom. The waves repeat over the tile, so the texture tiles as well.
 */
export interface Caustics {
  /** One tile of the brightness of the sun, with mean 1. */
  readonly texture: Texture;
  /** Computes the texture at a time. */
  update(seconds: number): void;
}

const TEXELS = 256;
const RAYS = 640;
/** Displacement of a ray at a slope of 1, in tiles. */
const THROW = 0.03;

interface Wave {
  /** Number of waves in a tile; an integer, so that it repeats. */
  readonly kx: number;
  readonly ky: number;
  readonly slope: number;
  /** Periods per second. */
  readonly speed: number;
  readonly phase: number;
}

export function createCaustics(): Caustics {
  const waves = createWaves();
  const light = new Float32Array(TEXELS * TEXELS);
  const texture = new DataTexture(light, TEXELS, TEXELS, RedFormat, FloatType);
  texture.wrapS = texture.wrapT = RepeatWrapping;
  texture.magFilter = texture.minFilter = LinearFilter;
  return {
    texture,
    update(seconds) {
      traceRays(light, waves, seconds);
      texture.needsUpdate = true;
    },
  };
}

function createWaves(): Wave[] {
  const random = createRandom(77);
  return Array.from({ length: 16 }, (_, index) => {
    const length = 1.5 + index * 0.42;
    const angle = random() * 2 * Math.PI;
    const kx = Math.round(length * Math.cos(angle));
    const ky = Math.round(length * Math.sin(angle)) || 1;
    const frequency = Math.hypot(kx, ky);
    // Dispersion of water: the frequency is proportional to the square root of the wave number.
    return {
      kx,
      ky,
      slope: 0.62 / frequency ** 0.45,
      speed: 0.3 * Math.sqrt(frequency),
      phase: random(),
    };
  });
}

function traceRays(light: Float32Array, waves: readonly Wave[], seconds: number): void {
  light.fill(0);
  const share = (TEXELS * TEXELS) / (RAYS * RAYS);
  for (let row = 0; row < RAYS; row++) {
    for (let column = 0; column < RAYS; column++) {
      const u = column / RAYS;
      const v = row / RAYS;
      let x = u;
      let y = v;
      for (const wave of waves) {
        const turn = wave.kx * u + wave.ky * v - wave.speed * seconds + wave.phase;
        const slope = wave.slope * Math.cos(turn * 2 * Math.PI);
        x += (THROW * slope * wave.kx) / Math.hypot(wave.kx, wave.ky);
        y += (THROW * slope * wave.ky) / Math.hypot(wave.kx, wave.ky);
      }
      collect(light, x * TEXELS, y * TEXELS, share);
    }
  }
}

/** Adds light at a point, distributed over the four nearest texels. */
function collect(light: Float32Array, x: number, y: number, amount: number): void {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const fx = x - x0;
  const fy = y - y0;
  const left = (x0 + TEXELS) % TEXELS;
  const right = (x0 + 1 + TEXELS) % TEXELS;
  const top = ((y0 + TEXELS) % TEXELS) * TEXELS;
  const bottom = ((y0 + 1 + TEXELS) % TEXELS) * TEXELS;
  light[top + left] = (light[top + left] ?? 0) + amount * (1 - fx) * (1 - fy);
  light[top + right] = (light[top + right] ?? 0) + amount * fx * (1 - fy);
  light[bottom + left] = (light[bottom + left] ?? 0) + amount * (1 - fx) * fy;
  light[bottom + right] = (light[bottom + right] ?? 0) + amount * fx * fy;
}
