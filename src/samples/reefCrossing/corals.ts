import { Group, Vector3 } from 'three';
import {
  anemoneTentacles,
  brainCoral,
  seaFan,
  staghorn,
  tableCoral,
  tubeSponge,
} from './coralShapes.ts';
import { createRandom } from './noise.ts';
import { type Placement, placeCopies, tint } from './placement.ts';
import { groundHeight, type Spot } from './seabed.ts';
import { meanderTexture, polypTexture } from './textures.ts';
import { createReefMaterial } from './water.ts';

type Random = () => number;

/** Corals, sponges and anemones on the rocks. */
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
