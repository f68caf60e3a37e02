import { type BufferGeometry, Group, Vector3 } from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';
import { createRandom, fractalNoise } from './noise.ts';
import { type Placement, placeCopies, tint } from './placing.ts';
import { groundHeight, type Spot } from './seabed.ts';
import { loft, rememberRest, reshape, tube } from './shapes.ts';
import { meanderTexture, polypTexture } from './textures.ts';
import { createReefMaterial } from './water.ts';

type Random = () => number;

/** Everything that grows on the rocks and does not move, or hardly. */
export function createCorals(spots: readonly Spot[]): Group {
  const root = new Group();
  const random = createRandom(2024);
  const pick = (share: number) => spots.filter(() => random() < share);

  const brain = createReefMaterial({
    skin: meanderTexture([0.78, 0.7, 0.42], [0.36, 0.36, 0.16]),
    lookup: 'triplanar',
    scale: 0.85,
    relief: 0.05,
  });
  root.add(
    placeCopies(brainCoral(), brain, [
      ...pick(0.012).map((spot) => growing(spot, random, 0.3 + 0.4 * random(), warm(random))),
      ...onGround(
        [
          [-1.2, 0.4, 0.5],
          [3.1, 1.9, 0.42],
          [7.4, 0.2, 0.75],
          [0.9, -2.2, 0.62],
          [-4.4, 1.2, 0.5],
        ],
        random,
      ),
    ]),
  );

  const stony = createReefMaterial({
    skin: polypTexture([0.62, 0.42, 0.3], [0.95, 0.85, 0.7], 14),
    lookup: 'triplanar',
    scale: 1.6,
    relief: 0.03,
  });
  root.add(
    placeCopies(staghorn(3), stony, [
      ...pick(0.013).map((spot) =>
        growing(
          spot,
          random,
          0.45 + 0.5 * random(),
          [tint(1.25, 0.85, 0.5), tint(0.8, 0.75, 1.25), tint(1.2, 0.65, 0.8)][
            Math.floor(random() * 3)
          ],
        ),
      ),
      ...onGround(
        [
          [2.0, -1.2, 0.7],
          [-3.4, -1.0, 0.8],
          [6.2, 2.0, 0.5],
        ],
        random,
        tint(1.2, 0.9, 0.55),
      ),
    ]),
  );
  root.add(
    placeCopies(
      tableCoral(),
      stony,
      pick(0.008)
        .filter((spot) => spot.at.z < -1)
        .map((spot) => ({
          ...growing(spot, random, 0.5 + 0.5 * random(), tint(0.95, 0.9, 0.8)),
          leanX: 0.1,
          leanZ: 0.1,
        })),
    ),
  );

  const sponge = createReefMaterial({
    skin: polypTexture([0.93, 0.46, 0.1], [1, 0.66, 0.25], 20),
    lookup: 'triplanar',
    scale: 1.2,
    relief: 0.03,
  });
  root.add(
    placeCopies(tubeSponge(8), sponge, [
      ...pick(0.013).map((spot) =>
        growing(
          spot,
          random,
          0.4 + 0.4 * random(),
          [tint(1, 1, 1), tint(1.05, 0.75, 0.7), tint(0.75, 0.5, 1.3)][Math.floor(random() * 3)],
        ),
      ),
      ...onGround(
        [
          [4.0, 0.3, 0.75],
          [-2.2, -1.4, 0.7],
        ],
        random,
      ),
    ]),
  );

  const fan = createReefMaterial({
    skin: polypTexture([0.55, 0.2, 0.5], [0.85, 0.55, 0.8], 24),
    lookup: 'triplanar',
    scale: 2,
    translucency: 0.3,
    sway: 0.02,
  });
  root.add(
    placeCopies(
      seaFan(11),
      fan,
      [
        ...pick(0.012).map((spot) => ({
          ...growing(
            spot,
            random,
            0.7 + 0.6 * random(),
            [tint(1.2, 0.9, 1), tint(1.6, 1.5, 0.3), tint(1.5, 0.8, 0.5)][Math.floor(random() * 3)],
          ),
          turn: (random() - 0.5) * 1.2,
        })),
      ],
      0.02,
    ),
  );

  const anemone = createReefMaterial({
    skin: polypTexture([0.72, 0.6, 0.36], [0.9, 0.8, 0.6], 10),
    lookup: 'triplanar',
    scale: 1,
    translucency: 0.4,
    sway: 0.09,
  });
  root.add(
    placeCopies(
      anemoneTentacles(5),
      anemone,
      [
        ...pick(0.01).map((spot) => ({
          ...growing(
            spot,
            random,
            0.5 + 0.4 * random(),
            [tint(1, 1, 0.8), tint(0.9, 1.1, 0.75), tint(1.3, 0.9, 1)][Math.floor(random() * 3)],
          ),
          leanX: 0,
          leanZ: 0,
        })),
        ...onGround(
          [
            [1.7, 1.5, 0.6],
            [-4.0, -0.2, 0.75],
            [5.8, -0.4, 0.7],
          ],
          random,
        ),
      ],
      0.09,
    ),
  );
  return root;
}

function growing(spot: Spot, random: Random, scale: number, colour = tint(1, 1, 1)): Placement {
  return {
    at: spot.at.clone().addScaledVector(spot.normal, -0.06 * scale),
    turn: random() * 6.3,
    leanX: spot.normal.z * 0.7,
    leanZ: -spot.normal.x * 0.7,
    scale,
    tint: colour.clone().multiplyScalar(0.75 + 0.5 * random()),
  };
}

function onGround(
  places: readonly (readonly [number, number, number])[],
  random: Random,
  colour = tint(1, 1, 1),
): Placement[] {
  return places.map(([x, z, scale]) => ({
    at: new Vector3(x, groundHeight(x, z) - 0.05, z),
    turn: random() * 6.3,
    scale,
    tint: colour,
  }));
}

function warm(random: Random) {
  return [tint(1, 1, 1), tint(1.15, 0.85, 0.65), tint(0.8, 1.05, 0.7)][Math.floor(random() * 3)];
}

function brainCoral(): BufferGeometry {
  const dome = loft(
    (s) => {
      const radius = Math.sin(Math.PI * s) + 0.001;
      return { x: -Math.cos(Math.PI * s), y: 0, top: radius, bottom: radius * 0.4, side: radius };
    },
    40,
    40,
  );
  reshape(dome, (place) => {
    place.multiplyScalar(
      0.8 + 0.4 * fractalNoise(place.x * 1.6 + 5, place.y * 1.6 + 5, place.z * 1.6 + 5.5, 3),
    );
    place.y *= 0.85;
  });
  return rememberRest(dome);
}

/** Branches that fork upwards, each thinner than the one it leaves. */
function staghorn(seed: number): BufferGeometry {
  const random = createRandom(seed);
  const branches: BufferGeometry[] = [];
  const grow = (
    from: Vector3,
    direction: Vector3,
    length: number,
    radius: number,
    depth: number,
  ) => {
    const bend = new Vector3(random() - 0.5, 0.35, random() - 0.5).multiplyScalar(0.5);
    const middle = from.clone().addScaledVector(direction, length * 0.5);
    const heading = direction.clone().add(bend).normalize();
    const end = middle.clone().addScaledVector(heading, length * 0.5);
    branches.push(
      tube(
        [from, middle, end],
        (s) => radius * (1 - 0.35 * s) * Math.sqrt(Math.max(0.02, Math.min(1, (1 - s) * 5))),
        5,
        5,
      ),
    );
    if (depth === 0) return;
    const forks = 2 + Math.floor(random() * 1.6);
    for (let fork = 0; fork < forks; fork++) {
      const spread = new Vector3(
        random() - 0.5,
        0.1 + 0.3 * random(),
        random() - 0.5,
      ).multiplyScalar(1.9);
      const at = fork === 0 ? end : middle.clone().lerp(end, random());
      grow(
        at,
        heading.clone().add(spread).normalize(),
        length * (0.68 + 0.2 * random()),
        radius * 0.72,
        depth - 1,
      );
    }
  };
  for (let stem = 0; stem < 6; stem++) {
    const angle = (stem / 6) * 6.283 + random();
    grow(
      new Vector3(0.1 * Math.cos(angle), 0, 0.1 * Math.sin(angle)),
      new Vector3(0.7 * Math.cos(angle), 0.8, 0.7 * Math.sin(angle)).normalize(),
      0.42,
      0.075,
      3,
    );
  }
  return rememberRest(mergeGeometries(branches));
}

/** Fine branches that fork in one plane. */
function seaFan(seed: number): BufferGeometry {
  const random = createRandom(seed);
  const branches: BufferGeometry[] = [];
  const grow = (from: Vector3, angle: number, length: number, radius: number, depth: number) => {
    const lean = angle * 0.9 + (random() - 0.5) * 0.2;
    const middle = from
      .clone()
      .add(
        new Vector3(Math.sin(angle), Math.cos(angle), (random() - 0.5) * 0.12).multiplyScalar(
          length * 0.5,
        ),
      );
    const end = middle
      .clone()
      .add(
        new Vector3(Math.sin(lean), Math.cos(lean), (random() - 0.5) * 0.12).multiplyScalar(
          length * 0.5,
        ),
      );
    branches.push(tube([from, middle, end], (s) => radius * (1 - 0.3 * s), 3, 5));
    if (depth === 0) return;
    const spread = 0.36 + 0.2 * random();
    for (const side of [-1, 1]) {
      grow(
        end,
        lean + side * spread * (0.7 + 0.5 * random()),
        length * (0.76 + 0.16 * random()),
        radius * 0.76,
        depth - 1,
      );
    }
  };
  grow(new Vector3(0, -0.1, 0), 0.05, 0.3, 0.035, 6);
  return rememberRest(mergeGeometries(branches));
}

/** Upright tubes with thick lips, open at the top. */
function tubeSponge(seed: number): BufferGeometry {
  const random = createRandom(seed);
  const tubes: BufferGeometry[] = [];
  for (let i = 0; i < 7; i++) {
    const angle = i * 2.4;
    const out = 0.1 + 0.05 * i;
    const foot = new Vector3(out * 0.6 * Math.cos(angle), -0.05, out * 0.6 * Math.sin(angle));
    const height = 0.55 + 0.75 * random();
    const head = new Vector3(out * 1.5 * Math.cos(angle), height, out * 1.5 * Math.sin(angle));
    const middle = foot
      .clone()
      .lerp(head, 0.5)
      .add(new Vector3((random() - 0.5) * 0.1, 0, (random() - 0.5) * 0.1));
    const inside = head.clone().lerp(middle, 0.45);
    const girth = 0.095 + 0.05 * random();
    tubes.push(
      tube([foot, middle, head], (s) => girth * (0.7 + 0.35 * s + 0.08 * Math.sin(s * 25)), 18, 14),
    );
    tubes.push(tube([head, inside], (s) => girth * (1.05 - 0.35 * s), 4, 14));
  }
  return rememberRest(mergeGeometries(tubes));
}

function tableCoral(): BufferGeometry {
  const plate = loft(
    (s) => {
      const radius = Math.sin(Math.PI * s) + 0.001;
      return { x: -Math.cos(Math.PI * s), y: 0.5, top: 0.06, bottom: 0.05, side: radius };
    },
    40,
    30,
  );
  reshape(plate, (place) => {
    const radius = Math.hypot(place.x, place.z);
    const edge = fractalNoise(place.x * 3 + 9, place.z * 3 + 9, 3, 3);
    place.x *= 0.75 + 0.5 * edge;
    place.z *= 0.75 + 0.5 * edge;
    place.y += 0.16 * radius * radius + 0.12 * fractalNoise(place.x * 9, place.z * 9, 5, 2);
  });
  const foot = tube(
    [new Vector3(0, -0.1, 0), new Vector3(0.03, 0.25, 0), new Vector3(0, 0.56, 0)],
    (s) => 0.13 + 0.3 * s * s,
    10,
    14,
  );
  return rememberRest(mergeGeometries([plate, foot]));
}

function anemoneTentacles(seed: number): BufferGeometry {
  const random = createRandom(seed);
  const arms: BufferGeometry[] = [];
  for (let i = 0; i < 90; i++) {
    const angle = i * 2.39996;
    const out = Math.sqrt(i / 90) * 0.42;
    const root = new Vector3(out * Math.cos(angle), 0.1 - 0.15 * out, out * Math.sin(angle));
    const height = 0.36 + 0.22 * random();
    const lean = out * 1.1;
    const middle = root
      .clone()
      .add(new Vector3(lean * 0.5 * Math.cos(angle), height * 0.6, lean * 0.5 * Math.sin(angle)));
    const tip = root
      .clone()
      .add(
        new Vector3(
          lean * Math.cos(angle) + 0.1 * (random() - 0.5),
          height,
          lean * Math.sin(angle) + 0.1 * (random() - 0.5),
        ),
      );
    arms.push(
      tube(
        [root, middle, tip],
        (s) => 0.03 * (1 - 0.35 * s) * Math.sqrt(Math.max(0.05, Math.min(1, (1 - s) * 5))),
        8,
        6,
      ),
    );
  }
  return rememberRest(mergeGeometries(arms));
}
