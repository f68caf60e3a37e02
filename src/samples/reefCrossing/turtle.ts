import { SphereGeometry, Vector3 } from 'three';
import { smoothStep } from './noise.ts';
import { loft, profile, projectSkin } from './shapes.ts';
import { createSwimmer, type Part, type Swimmer, turnAbout } from './swimmer.ts';
import { type Colour, paintTexture } from './textures.ts';
import { bellySkin, halfWidth, SHELL_BOX, scalySkin, shellSkin } from './turtleSkins.ts';
import { createReefMaterial } from './water.ts';

const X = new Vector3(1, 0, 0);
const Y = new Vector3(0, 1, 0);
const Z = new Vector3(0, 0, 1);

/** Beats of the flippers per second. */
const BEATS = 0.85;

const dome = profile([
  [0, 0.04],
  [0.08, 0.14],
  [0.2, 0.28],
  [0.4, 0.4],
  [0.6, 0.37],
  [0.8, 0.24],
  [1, 0.03],
]);

/** A green sea turtle with an amber shell of rayed scutes and scaly flippers. */
export function createTurtle(objectId: number): Swimmer {
  const shell = loft(
    (s) => ({ x: 1 - 2.1 * s, y: 0, top: dome(s), bottom: 0.06, side: halfWidth(s) }),
    64,
    56,
  );
  projectSkin(shell, 'above', SHELL_BOX);
  const belly = loft(
    (s) => ({
      x: 0.93 - 1.9 * s,
      y: -0.02,
      top: 0.02,
      bottom: 0.6 * dome(s),
      side: 0.88 * halfWidth(s),
    }),
    32,
    32,
  );
  const shellMaterial = createReefMaterial({
    objectId,
    skin: shellSkin(),
    relief: 0.02,
    roughness: 0.45,
  });
  const scaly = createReefMaterial({
    objectId,
    skin: scalySkin(),
    lookup: 'triplanar',
    scale: 0.9,
    relief: 0.012,
    roughness: 0.6,
  });
  const pale = createReefMaterial({
    objectId,
    skin: bellySkin(),
    lookup: 'triplanar',
    scale: 0.7,
    relief: 0.006,
  });
  return createSwimmer(
    objectId,
    [
      { geometry: shell, material: shellMaterial },
      { geometry: belly, material: pale },
      { geometry: head(), material: scaly, deform: nod },
      ...eyes(objectId),
      { geometry: tail(), material: scaly },
      ...[-1, 1].flatMap((hand) => [frontFlipper(hand, scaly), rearFlipper(hand, scaly)]),
    ],
    (place, seconds) => {
      // The body rises when the flippers go down.
      place.y += 0.05 * Math.sin(2 * Math.PI * BEATS * seconds + 1.2);
    },
  );
}

function head() {
  const top = profile([
    [0, 0.04],
    [0.12, 0.13],
    [0.3, 0.22],
    [0.5, 0.25],
    [0.7, 0.2],
    [1, 0.2],
  ]);
  const under = profile([
    [0, 0.05],
    [0.12, 0.1],
    [0.3, 0.14],
    [0.5, 0.17],
    [0.7, 0.16],
    [1, 0.16],
  ]);
  const side = profile([
    [0, 0.03],
    [0.12, 0.1],
    [0.3, 0.16],
    [0.5, 0.19],
    [0.7, 0.17],
    [1, 0.22],
  ]);
  return loft(
    (s) => ({ x: 1.66 - 0.92 * s, y: 0.1 - 0.1 * s, top: top(s), bottom: under(s), side: side(s) }),
    40,
    28,
  );
}

const NECK = new Vector3(0.85, 0, 0);

function nod(place: Vector3, seconds: number): void {
  const share = smoothStep(0.8, 1.15, place.x);
  turnAbout(place, NECK, Z, share * (0.1 + 0.12 * Math.sin(2 * Math.PI * BEATS * seconds + 2.4)));
  turnAbout(place, NECK, Y, share * 0.22 * Math.sin(2 * Math.PI * 0.4 * seconds - 0.6));
}

function eyes(objectId: number): Part[] {
  const plain = (colour: Colour) =>
    createReefMaterial({
      objectId,
      skin: paintTexture(1, 1, () => ({ colour, height: 0 })),
      roughness: 0.1,
    });
  const lid = plain([0.55, 0.5, 0.36]);
  const black = plain([0.012, 0.012, 0.015]);
  return [-1, 1].flatMap((hand) => {
    const socket = new SphereGeometry(0.07, 18, 12).translate(1.38, 0.16, 0.135 * hand);
    const pupil = new SphereGeometry(0.052, 16, 12).translate(1.39, 0.165, 0.162 * hand);
    return [
      { geometry: socket, material: lid, deform: nod },
      { geometry: pupil, material: black, deform: nod },
    ];
  });
}

function tail() {
  return loft(
    (s) => ({
      x: -1.02 - 0.3 * s,
      y: -0.03 - 0.03 * s,
      top: 0.05 * (1 - s) + 0.005,
      bottom: 0.05 * (1 - s) + 0.005,
      side: 0.07 * (1 - s) + 0.005,
    }),
    10,
    12,
  );
}

/** A flipper like a wing: chord along x, span along z, swept back; it bends as it beats. */
function frontFlipper(hand: number, material: Part['material']): Part {
  const chord = profile([
    [0, 0.2],
    [0.2, 0.25],
    [0.45, 0.27],
    [0.7, 0.2],
    [0.9, 0.11],
    [1, 0.02],
  ]);
  const sweep = profile([
    [0, 0],
    [0.3, 0.1],
    [0.6, -0.12],
    [1, -0.72],
  ]);
  const wing = loft(
    (s) => ({
      x: s,
      y: 0,
      top: 0.075 * (1 - s) ** 0.7 + 0.008,
      bottom: 0.06 * (1 - s) ** 0.7 + 0.008,
      side: chord(s),
    }),
    32,
    24,
  );
  const hinge = new Vector3(0.6, -0.08, 0.5 * hand);
  const span = 1.5;
  const position = wing.getAttribute('position');
  for (let i = 0; i < position.count; i++) {
    const out = position.getX(i);
    const z = hinge.z + hand * out * span * (1 - 0.12 * out);
    position.setXYZ(i, hinge.x + sweep(out) + position.getZ(i), hinge.y + position.getY(i), z);
  }
  wing.computeVertexNormals();
  return {
    geometry: wing,
    material,
    deform: (place, seconds) => {
      const out = Math.min(1, Math.max(0, ((place.z - hinge.z) * hand) / span));
      const turn = 2 * Math.PI * BEATS * seconds;
      const lift = 0.62 * Math.sin(turn - out * 1.1) + 0.02;
      turnAbout(place, hinge, Z, out * 0.55 * Math.cos(turn - out * 1.1));
      turnAbout(place, hinge, Y, hand * out * -0.3 * Math.sin(turn + 0.5));
      turnAbout(place, hinge, X, -hand * lift * (0.35 + 0.65 * out));
    },
  };
}

function rearFlipper(hand: number, material: Part['material']): Part {
  const chord = profile([
    [0, 0.1],
    [0.4, 0.18],
    [0.75, 0.22],
    [1, 0.05],
  ]);
  const paddle = loft(
    (s) => ({
      x: s,
      y: 0,
      top: 0.045 * (1 - s) + 0.012,
      bottom: 0.045 * (1 - s) + 0.012,
      side: chord(s),
    }),
    20,
    18,
  );
  const hinge = new Vector3(-0.78, -0.06, 0.36 * hand);
  const position = paddle.getAttribute('position');
  for (let i = 0; i < position.count; i++) {
    const out = position.getX(i);
    const across = position.getZ(i);
    position.setXYZ(
      i,
      hinge.x - 0.6 * out + 0.4 * across,
      hinge.y + position.getY(i),
      hinge.z + hand * (0.3 * out - 0.85 * across * hand),
    );
  }
  paddle.computeVertexNormals();
  return {
    geometry: paddle,
    material,
    deform: (place, seconds) => {
      const out = Math.max(0, hinge.x - place.x);
      const beat = Math.sin(2 * Math.PI * BEATS * seconds + hand * 0.5 - out);
      turnAbout(place, hinge, Z, out * 0.5 * beat);
      turnAbout(place, hinge, Y, -hand * out * 0.35 * beat);
    },
  };
}
