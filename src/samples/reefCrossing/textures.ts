import {
  DataTexture,
  LinearFilter,
  LinearMipmapLinearFilter,
  RepeatWrapping,
  RGBAFormat,
  SRGBColorSpace,
  type Texture,
} from 'three';
import { cellNoise, createRandom, fractalNoise, mix, smoothStep } from './noise.ts';

/** An sRGB colour, 0..1. */
export type Colour = readonly [number, number, number];

/** Colour and height of the relief (0..1) at a point. */
export interface Paint {
  readonly colour: Colour;
  readonly height: number;
}

/** Computes a texture of `width` x `height` texels: colour in RGB, relief in alpha. */
export function paintTexture(
  width: number,
  height: number,
  paint: (u: number, v: number) => Paint,
): Texture {
  const data = new Uint8Array(width * height * 4);
  let at = 0;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const { colour, height: relief } = paint((x + 0.5) / width, (y + 0.5) / height);
      for (const channel of colour) data[at++] = toByte(channel);
      data[at++] = toByte(relief);
    }
  }
  const texture = new DataTexture(data, width, height, RGBAFormat);
  texture.colorSpace = SRGBColorSpace;
  texture.wrapS = texture.wrapT = RepeatWrapping;
  texture.magFilter = LinearFilter;
  texture.minFilter = LinearMipmapLinearFilter;
  texture.generateMipmaps = true;
  texture.needsUpdate = true;
  return texture;
}

export function blend(a: Colour, b: Colour, amount: number): Colour {
  return [mix(a[0], b[0], amount), mix(a[1], b[1], amount), mix(a[2], b[2], amount)];
}

export function shade(colour: Colour, factor: number): Colour {
  return [colour[0] * factor, colour[1] * factor, colour[2] * factor];
}

/** Sand with shell grit and half-buried small stones; tileable. */
export function gravelTexture(): Texture {
  const sand: Colour = [0.8, 0.71, 0.55];
  const dark: Colour = [0.52, 0.44, 0.34];
  const stones: readonly Colour[] = [
    [0.62, 0.57, 0.5],
    [0.44, 0.4, 0.37],
    [0.72, 0.52, 0.4],
    [0.85, 0.8, 0.72],
    [0.45, 0.46, 0.36],
  ];
  const texture = paintTexture(1024, 1024, (u, v) => {
    const broad = fractalNoise(u * 5, v * 5, 3, 4, 5);
    const grain = fractalNoise(u * 128, v * 128, 7, 2, 128);
    let colour = shade(blend(dark, sand, smoothStep(0.25, 0.6, broad)), 0.72 + 0.5 * grain);
    let height = 0.25 * grain + 0.3 * broad;
    for (const [cells, seed, share] of [
      [56, 1, 0.3],
      [26, 2, 0.33],
      [13, 3, 0.26],
    ] as const) {
      const stone = cellNoise(u * cells, v * cells, cells, seed * 10);
      const covered = stone.hash < share + 0.5 * (broad - 0.5);
      const radius = 0.25 + 0.5 * stone.hash;
      const rim = smoothStep(radius, radius * 0.75, stone.nearest);
      if (!covered || rim === 0) continue;
      const pick = stones[Math.floor(stone.hash * 997) % stones.length] ?? sand;
      const tint = shade(pick, 0.75 + 0.4 * grain + 0.15 * (1 - stone.nearest));
      const shadow = smoothStep(radius, radius * 0.85, stone.nearest);
      colour = blend(shade(colour, 0.6), tint, shadow);
      height = mix(height, 0.5 + 0.5 * Math.sqrt(Math.max(0, 1 - stone.nearest / radius)), rim);
    }
    return { colour, height };
  });
  // Only for this texture, which is seen at a grazing angle: for all, it takes a third of the time.
  texture.anisotropy = 4;
  return texture;
}

/** Reef rock: pitted limestone under patches of pink crust, green turf and rust; tileable. */
export function rockTexture(): Texture {
  const stone: Colour = [0.5, 0.46, 0.4];
  const crust: Colour = [0.66, 0.38, 0.44];
  const turf: Colour = [0.34, 0.4, 0.2];
  const rust: Colour = [0.66, 0.42, 0.22];
  return paintTexture(512, 512, (u, v) => {
    const broad = fractalNoise(u * 4, v * 4, 11, 5, 4);
    const other = fractalNoise(u * 6, v * 6, 23, 5, 6);
    const fine = fractalNoise(u * 48, v * 48, 5, 3, 48);
    const pit = cellNoise(u * 34, v * 34, 34, 40);
    let colour = stone;
    colour = blend(colour, crust, smoothStep(0.54, 0.6, broad) * 0.9);
    colour = blend(colour, turf, smoothStep(0.52, 0.6, other) * 0.95);
    colour = blend(colour, rust, smoothStep(0.42, 0.36, other) * 0.8);
    const bowl = smoothStep(0.1, 0.42, pit.nearest);
    return {
      colour: shade(colour, (0.45 + 0.65 * bowl) * (0.62 + 0.75 * fine)),
      height: 0.5 * bowl + 0.35 * fine + 0.25 * broad,
    };
  });
}

/**
 * The meandering ridges of a brain coral, from a reaction-diffusion system (Gray–Scott model with
 * parameters that form labyrinths); tileable.
 */
export function meanderTexture(ridge: Colour, groove: Colour): Texture {
  const size = 192;
  const substance = grayScott(size, 3600);
  return paintTexture(size, size, (u, v) => {
    const amount = substance[Math.floor(v * size) * size + Math.floor(u * size)] ?? 0;
    const height = smoothStep(0.08, 0.3, amount);
    const fine = fractalNoise(u * 64, v * 64, 2, 2, 64);
    return { colour: shade(blend(groove, ridge, height), 0.8 + 0.4 * fine), height };
  });
}

/** Small raised cups with pale rims, for stony corals and sponges; tileable. */
export function polypTexture(flesh: Colour, rim: Colour, cells: number): Texture {
  return paintTexture(256, 256, (u, v) => {
    const cup = cellNoise(u * cells, v * cells, cells, 60);
    const fine = fractalNoise(u * 32, v * 32, 9, 3, 32);
    const ring = smoothStep(0.15, 0.3, cup.nearest) * smoothStep(0.5, 0.34, cup.nearest);
    const centre = smoothStep(0.22, 0.08, cup.nearest);
    const colour = shade(
      blend(blend(flesh, rim, ring), shade(flesh, 0.4), centre),
      0.7 + 0.6 * fine,
    );
    return { colour, height: 0.35 * fine + 0.6 * ring };
  });
}

/** A leaf from root (v = 0) to tip (v = 1), with a midrib, veins and blotches. */
export function leafTexture(young: Colour, old: Colour): Texture {
  return paintTexture(128, 512, (u, v) => {
    const across = Math.abs(u - 0.5) * 2;
    const blotch = fractalNoise(u * 4, v * 16, 31, 4);
    const vein = 0.5 + 0.5 * Math.sin((v * 60 - across * 9) * Math.PI);
    const rib = smoothStep(0.12, 0.02, across);
    const colour = blend(young, old, smoothStep(0.42, 0.65, blotch) * 0.9);
    return {
      colour: shade(colour, 0.78 + 0.16 * vein + 0.3 * rib),
      height: 0.4 * vein + 0.6 * rib,
    };
  });
}

function grayScott(size: number, steps: number): Float32Array {
  const feed = 0.037;
  const kill = 0.06;
  let a = new Float32Array(size * size).fill(1);
  let b = new Float32Array(size * size);
  let nextA = new Float32Array(size * size);
  let nextB = new Float32Array(size * size);
  const random = createRandom(5);
  for (let i = 0; i < b.length; i++) if (random() < 0.04) b[i] = 0.9;
  for (let step = 0; step < steps; step++) {
    for (let y = 0; y < size; y++) {
      const row = y * size;
      const above = ((y + size - 1) % size) * size;
      const below = ((y + 1) % size) * size;
      for (let x = 0; x < size; x++) {
        const left = x === 0 ? size - 1 : x - 1;
        const right = x === size - 1 ? 0 : x + 1;
        const i = row + x;
        const at = a[i] as number;
        const bt = b[i] as number;
        const react = at * bt * bt;
        nextA[i] =
          at + 0.2 * laplace(a, i, row, above, below, x, left, right) - react + feed * (1 - at);
        nextB[i] =
          bt + 0.1 * laplace(b, i, row, above, below, x, left, right) + react - (feed + kill) * bt;
      }
    }
    [a, nextA] = [nextA, a];
    [b, nextB] = [nextB, b];
  }
  return b;
}

function laplace(
  field: Float32Array,
  centre: number,
  row: number,
  above: number,
  below: number,
  x: number,
  left: number,
  right: number,
): number {
  return (
    (field[row + left] as number) +
    (field[row + right] as number) +
    (field[above + x] as number) +
    (field[below + x] as number) -
    4 * (field[centre] as number)
  );
}

function toByte(value: number): number {
  return Math.round(Math.min(1, Math.max(0, value)) * 255);
}
