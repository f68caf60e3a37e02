import { type BufferGeometry, Vector3 } from 'three';
import { mergeGeometries } from 'three/addons/utils/BufferGeometryUtils.js';
import { createRandom, fractalNoise } from './noise.ts';
import { loft, reshape, storeRest, tube } from './shapes.ts';

/** An irregular dome. */
export function brainCoral(): BufferGeometry {
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
  return storeRest(dome);
}

/** Branches that fork upwards and get thinner. */
export function staghorn(seed: number): BufferGeometry {
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
  return storeRest(mergeGeometries(branches));
}

/** Fine branches that fork in one plane. */
export function seaFan(seed: number): BufferGeometry {
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
  return storeRest(mergeGeometries(branches));
}

/** Upright tubes with thick lips, open at the top. */
export function tubeSponge(seed: number): BufferGeometry {
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
  return storeRest(mergeGeometries(tubes));
}

/** A wide plate on a short foot. */
export function tableCoral(): BufferGeometry {
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
  return storeRest(mergeGeometries([plate, foot]));
}

/** A cushion of short tentacles. */
export function anemoneTentacles(seed: number): BufferGeometry {
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
  return storeRest(mergeGeometries(arms));
}
