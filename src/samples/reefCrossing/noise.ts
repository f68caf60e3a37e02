/**
 * Seeded random numbers and noise for the built-in scene, so that every run draws the same frames.
 */

/** Returns a pseudorandom number generator (mulberry32) with values from 0 to 1, exclusive. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

/** Hashes a lattice point to 0..1. */
function latticeHash(x: number, y: number, z = 0): number {
  let mixed = Math.imul(x, 374761393) ^ Math.imul(y, 668265263) ^ Math.imul(z, 1274126177);
  mixed = Math.imul(mixed ^ (mixed >>> 13), 1103515245);
  mixed = Math.imul(mixed ^ (mixed >>> 15), 2246822519);
  return ((mixed ^ (mixed >>> 16)) >>> 0) / 4294967296;
}

/** Smooth noise, 0..1. Repeats after `period` lattice cells, an integer, for tiled textures. */
function smoothNoise(x: number, y: number, z = 0, period = 0): number {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  const z0 = Math.floor(z);
  const fx = fade(x - x0);
  const fy = fade(y - y0);
  const fz = fade(z - z0);
  const at = (dx: number, dy: number, dz: number) =>
    latticeHash(wrap(x0 + dx, period), wrap(y0 + dy, period), wrap(z0 + dz, period));
  const plane = (dz: number) =>
    mix(mix(at(0, 0, dz), at(1, 0, dz), fx), mix(at(0, 1, dz), at(1, 1, dz), fx), fy);
  return fz === 0 ? plane(0) : mix(plane(0), plane(1), fz);
}

/** A sum of octaves of smooth noise, 0..1, each twice as fine and half as strong as the last. */
export function fractalNoise(x: number, y: number, z: number, octaves: number, period = 0): number {
  let sum = 0;
  let weight = 0;
  for (let octave = 0; octave < octaves; octave++) {
    const scale = 2 ** octave;
    const offset = octave * 17;
    sum += smoothNoise(x * scale, y * scale, z === 0 ? offset : z * scale, period * scale) / scale;
    weight += 1 / scale;
  }
  return sum / weight;
}

/** The nearest of random points, one per lattice cell (Worley noise). */
export interface Cell {
  /** Distances to the nearest and the second nearest point, in cells. */
  readonly nearest: number;
  readonly second: number;
  /** 0..1, constant within a cell. */
  readonly hash: number;
  /** Vector from the nearest point to the sampled position, in cells. */
  readonly dx: number;
  readonly dy: number;
}

export function cellNoise(x: number, y: number, period = 0, seed = 0): Cell {
  const x0 = Math.floor(x);
  const y0 = Math.floor(y);
  let nearest = Infinity;
  let second = Infinity;
  let hash = 0;
  let nearestX = 0;
  let nearestY = 0;
  for (let cy = y0 - 1; cy <= y0 + 1; cy++) {
    for (let cx = x0 - 1; cx <= x0 + 1; cx++) {
      const wx = wrap(cx, period);
      const wy = wrap(cy, period);
      const dx = x - cx - latticeHash(wx, wy, seed + 1);
      const dy = y - cy - latticeHash(wx, wy, seed + 2);
      const distance = Math.hypot(dx, dy);
      if (distance < nearest) {
        second = nearest;
        nearest = distance;
        hash = latticeHash(wx, wy, seed + 3);
        nearestX = dx;
        nearestY = dy;
      } else if (distance < second) second = distance;
    }
  }
  return { nearest, second, hash, dx: nearestX, dy: nearestY };
}

export function mix(a: number, b: number, amount: number): number {
  return a + (b - a) * amount;
}

/** 0 below `from`, 1 above `to`, smooth in between; decreasing if `from` > `to`. */
export function smoothStep(from: number, to: number, value: number): number {
  const t = Math.min(1, Math.max(0, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}

function fade(t: number): number {
  return t * t * t * (t * (t * 6 - 15) + 10);
}

function wrap(value: number, period: number): number {
  return period > 0 ? ((value % period) + period) % period : value;
}
