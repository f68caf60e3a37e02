import { type BufferGeometry, Group, Mesh, type Texture, Vector3 } from 'three';
import { createRandom, fractalNoise, smoothStep } from './noise.ts';
import { type Placement, placeCopies, tint } from './placement.ts';
import { loft, reshape, sheet, storeRest } from './shapes.ts';
import { gravelTexture, rockTexture } from './textures.ts';
import { createReefMaterial } from './water.ts';

/** A position on a rock where corals can grow. */
export interface Spot {
  readonly at: Vector3;
  /** Points away from the rock. */
  readonly normal: Vector3;
}

/** Gravel, boulders and pebbles, and the spots where corals can grow. */
export interface Seabed {
  readonly root: Group;
  readonly spots: readonly Spot[];
}

/** Boulders: position, half sizes, seed. Taller ones are farther away and fill the background. */
const BOULDERS: readonly (readonly [number, number, number, number, number, number, number])[] = [
  [-5.6, 0.3, -3.4, 2.3, 1.9, 1.6, 1],
  [-3.2, 0.0, -4.6, 1.7, 1.15, 1.3, 2],
  [-8.6, 0.4, -2.0, 2.0, 2.5, 1.8, 3],
  [1.4, -0.2, -4.2, 1.9, 0.95, 1.2, 4],
  [4.2, 0.1, -3.6, 1.5, 1.35, 1.2, 5],
  [6.6, 0.4, -5.2, 2.6, 2.5, 1.8, 6],
  [9.4, 0.3, -3.2, 2.2, 2.2, 1.7, 7],
  [-1.0, 0.2, -8.4, 3.2, 2.1, 2.0, 8],
  [3.6, 0.4, -9.4, 2.6, 3.1, 2.0, 9],
  [-7.2, 0.6, -8.6, 3.4, 3.8, 2.4, 10],
  [10.5, 0.6, -10.0, 3.4, 4.4, 2.6, 11],
  [-13.0, 0.6, -9.0, 3.4, 4.6, 2.6, 12],
  [-3.6, 0.4, -15.0, 4.2, 3.6, 2.6, 13],
  [6.0, 0.4, -17.0, 4.6, 4.4, 2.6, 14],
  [16.0, 0.6, -12.0, 3.8, 4.6, 2.6, 15],
  [-2.6, -0.25, 2.0, 0.7, 0.5, 0.55, 16],
  [5.2, -0.2, 1.2, 0.9, 0.62, 0.7, 17],
];

export function groundHeight(x: number, z: number): number {
  const rise = smoothStep(-2, -16, z) * 1.1;
  return rise + 0.9 * (fractalNoise(x * 0.22 + 40, z * 0.22 + 40, 3, 4) - 0.5);
}

export function createSeabed(): Seabed {
  const root = new Group();
  root.add(ground());
  const rocky = rockTexture();
  const rock = createReefMaterial({
    skin: rocky,
    lookup: 'triplanar',
    scale: 0.42,
    relief: 0.07,
    roughness: 0.95,
  });
  const spots: Spot[] = [];
  for (const [x, y, z, width, height, depth, seed] of BOULDERS) {
    const geometry = boulder(seed, new Vector3(width, height, depth));
    const mesh = new Mesh(geometry, rock);
    mesh.position.set(x, groundHeight(x, z) + y, z);
    mesh.castShadow = mesh.receiveShadow = true;
    root.add(mesh);
    spots.push(...spotsOn(geometry, mesh.position));
  }
  root.add(pebbles(rocky));
  return { root, spots };
}

function ground(): Mesh {
  const geometry = sheet(
    (u, v) => {
      const z = 7.5 - 34 * v ** 1.25;
      const x = (u - 0.45) * (22 + 26 * v);
      return new Vector3(x, groundHeight(x, z), z);
    },
    220,
    180,
  );
  const position = geometry.getAttribute('position');
  const uv = geometry.getAttribute('uv');
  for (let i = 0; i < position.count; i++) uv.setXY(i, position.getX(i), position.getZ(i));
  const material = createReefMaterial({
    skin: gravelTexture(),
    scale: 0.3,
    relief: 0.05,
    roughness: 0.95,
  });
  const mesh = new Mesh(geometry, material);
  mesh.receiveShadow = true;
  return mesh;
}

/** A boulder: a sphere deformed by layers of noise and cracks. */
function boulder(seed: number, size: Vector3, detail = 72): BufferGeometry {
  const sphere = loft(
    (s) => {
      const radius = Math.sin(Math.PI * s) + 0.001;
      return { x: -Math.cos(Math.PI * s), y: 0, top: radius, bottom: radius, side: radius };
    },
    detail,
    detail,
  );
  const offset = seed * 13.7;
  reshape(sphere, (place) => {
    const { x, y, z } = place;
    const broad = fractalNoise(x * 1.3 + offset, y * 1.3 + offset, z * 1.3 + 31.5, 3);
    const crack = Math.abs(fractalNoise(x * 2.4 + offset, y * 2.4, z * 2.4 + 7.5, 4) - 0.5) * 2;
    const fine = fractalNoise(x * 8 + offset, y * 8, z * 8 + 3.5, 3);
    place.multiplyScalar(0.55 + 0.62 * broad + 0.3 * Math.min(crack, 0.5) + 0.13 * fine);
    place.multiply(size);
  });
  return storeRest(sphere);
}

function spotsOn(geometry: BufferGeometry, offset: Vector3): Spot[] {
  const position = geometry.getAttribute('position');
  const normals = geometry.getAttribute('normal');
  const spots: Spot[] = [];
  for (let i = 0; i < position.count; i += 5) {
    const normal = new Vector3().fromBufferAttribute(normals, i);
    const at = new Vector3().fromBufferAttribute(position, i);
    // The normals of a loft may point inwards.
    if (normal.dot(at) < 0) normal.negate();
    at.add(offset);
    // Leave out spots outside the view of the camera.
    const seen = normal.z > -0.3 && at.x > -13 && at.x < 15;
    if (seen && normal.y > 0.25 && at.y > groundHeight(at.x, at.z) + 0.05)
      spots.push({ at, normal });
  }
  return spots;
}

function pebbles(skin: Texture): Group {
  const material = createReefMaterial({
    skin,
    lookup: 'triplanar',
    scale: 1.3,
    relief: 0.012,
    roughness: 0.9,
  });
  const root = new Group();
  const random = createRandom(12);
  for (const seed of [21, 22, 23]) {
    const shape = boulder(seed, new Vector3(1, 0.72, 0.86), 18);
    const placements: Placement[] = [];
    for (let i = 0; i < 520; i++) {
      const z = 5.5 - 13 * random() ** 1.3;
      const x = (random() - 0.45) * (15 + (5 - z) * 1.2);
      const cluster = fractalNoise(x * 0.5 + 9, z * 0.5 + 9, 3, 3);
      if (cluster < 0.44) continue;
      const size = 0.035 + 0.17 * random() ** 3;
      const warmth = random();
      placements.push({
        at: new Vector3(x, groundHeight(x, z) + size * 0.25, z),
        turn: random() * 6.3,
        leanX: random() - 0.5,
        scale: size,
        tint: tint(1.0 + 0.3 * warmth, 1, 1.1 - 0.3 * warmth, 0.75 + 0.75 * random()),
      });
    }
    root.add(placeCopies(shape, material, placements));
  }
  return root;
}
