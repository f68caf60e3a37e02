import { type BufferGeometry, Group, Vector3 } from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';
import { createRandom, fractalNoise } from './noise.ts';
import { type Placement, placeCopies, tint } from './placement.ts';
import { groundHeight } from './seabed.ts';
import { reshape, sheet, tube } from './shapes.ts';
import { leafTexture } from './textures.ts';
import { createReefMaterial } from './water.ts';

/** Patches of seagrass; the blades are a few pixels wide and sway. */
export function createSeagrass(): Group {
  const sway = 0.16;
  const skin = leafTexture([0.44, 0.56, 0.16], [0.5, 0.42, 0.2]);
  const material = createReefMaterial({ skin, sway, translucency: 0.55, roughness: 0.6 });
  const random = createRandom(31);
  const placements: Placement[] = [];
  while (placements.length < 5200) {
    const z = 5.6 - 15 * random() ** 1.15;
    const x = (random() - 0.45) * (15 + (5 - z) * 1.3);
    const patch = fractalNoise(x * 0.42 + 70, z * 0.5 + 70, 3, 3);
    if (patch < 0.47 + 0.1 * random()) continue;
    const near = z > 2.5 ? 0.6 : 1;
    placements.push({
      at: new Vector3(x, groundHeight(x, z) - 0.03, z),
      turn: random() * 6.3,
      leanX: (random() - 0.5) * 0.5,
      leanZ: (random() - 0.5) * 0.5,
      scale: new Vector3(1, near * (0.3 + 0.75 * random()) * (0.6 + 1.2 * (patch - 0.45)), 1),
      tint: tint(0.8 + 0.5 * random(), 0.9 + 0.25 * random(), 0.8, 0.65 + 0.6 * random()),
    });
  }
  const root = new Group();
  root.add(placeCopies(blade(), material, placements, sway));
  return root;
}

/** Kelp: a stem with ruffled leaves, from the sea bed to above the upper edge of the frame. */
export function createKelp(places: readonly (readonly [x: number, z: number])[]): Group {
  const sway = 0.011;
  const skin = leafTexture([0.66, 0.55, 0.13], [0.4, 0.3, 0.1]);
  const material = createReefMaterial({
    skin,
    sway,
    translucency: 0.75,
    roughness: 0.38,
    relief: 0.01,
  });
  const root = new Group();
  const random = createRandom(90);
  for (const seed of [1, 2, 3]) {
    const placements = places
      .filter((_, index) => index % 3 === seed - 1)
      .map(([x, z]) => ({
        at: new Vector3(x, groundHeight(x, z) - 0.1, z),
        turn: seed * 2 + random() * 0.4,
        tint: tint(0.9 + 0.2 * random(), 1, 0.9),
      }));
    root.add(placeCopies(kelp(seed), material, placements, sway));
  }
  return root;
}

function blade(): BufferGeometry {
  const shape = sheet(
    (u, v) => {
      const width = 0.026 * (1 - v * v) + 0.004;
      return new Vector3((u - 0.5) * 2 * width, v, 0.25 * v * v + 0.012 * Math.abs(u - 0.5));
    },
    2,
    7,
  );
  return shape;
}

function kelp(seed: number): BufferGeometry {
  const random = createRandom(seed * 101);
  const height = 9;
  const stem = (y: number) =>
    new Vector3(0.16 * Math.sin(y * 0.9 + seed), y, 0.14 * Math.cos(y * 0.8 + seed * 2));
  const points = Array.from({ length: 12 }, (_, i) => stem((i / 11) * height));
  const parts = [tube(points, (s) => 0.062 - 0.022 * s, 60, 8)];
  for (let y = 0.5; y < height; y += 0.2 + 0.08 * random()) {
    const angle = y * 7.6 + random() * 1.4;
    parts.push(leaf(stem(y), angle, 0.75 + 0.55 * random(), random));
  }
  return mergeGeometries(parts);
}

/** A kelp leaf with a float at its root. */
function leaf(root: Vector3, angle: number, length: number, random: () => number): BufferGeometry {
  const phase = random() * 6.3;
  const droop = 0.1 + 0.75 * random();
  const shape = sheet(
    (u, v) => {
      const width = 0.125 * Math.sin(Math.PI * Math.min(1, 0.12 + v * 0.88)) ** 0.75;
      const ruffle = 0.05 * Math.sin(v * 17 + phase + (u > 0.5 ? 1.6 : 0)) * Math.abs(u - 0.5) * 2;
      const out = 0.08 + length * v;
      return new Vector3(
        out * (1 - 0.2 * v),
        (u - 0.5) * 2 * width * 0.8 + length * (0.5 * v - droop * v * v),
        (u - 0.5) * 2 * width * 0.6 + ruffle,
      );
    },
    6,
    16,
  );
  const float = tube(
    [new Vector3(0, 0, 0), new Vector3(0.06, 0.02, 0), new Vector3(0.16, 0.04, 0)],
    (s) => 0.012 + 0.036 * Math.sin(Math.PI * s),
    8,
    8,
  );
  const whole = mergeGeometries([shape, float]);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  return reshape(whole, (place) => {
    const { x, z } = place;
    place.set(x * cos - z * sin, place.y, x * sin + z * cos).add(root);
  });
}
