import { SphereGeometry, Vector3 } from 'three';
import { cellNoise, fractalNoise, smoothStep } from './noise.ts';
import { type Box, loft, profile, projectSkin, sheet, tube } from './shapes.ts';
import { bodyWave, createSwimmer, type Part, type Swimmer, turnAbout } from './swimmer.ts';
import { blend, type Colour, paintTexture, shade } from './textures.ts';
import { createReefMaterial } from './water.ts';

const NOSE = 0.78;
const LENGTH = 1.4;
const BOX: Box = { left: -0.65, right: 0.8, bottom: -0.75, top: 0.8 };

const WHITE: Colour = [0.93, 0.92, 0.84];
const BLACK: Colour = [0.07, 0.065, 0.06];
const YELLOW: Colour = [0.97, 0.8, 0.1];

const top = profile([
  [0, 0.03],
  [0.08, 0.06],
  [0.18, 0.2],
  [0.32, 0.48],
  [0.45, 0.62],
  [0.6, 0.58],
  [0.76, 0.36],
  [0.9, 0.14],
  [1, 0.12],
]);
const bottom = profile([
  [0, 0.03],
  [0.08, 0.06],
  [0.18, 0.18],
  [0.32, 0.4],
  [0.47, 0.54],
  [0.62, 0.5],
  [0.78, 0.3],
  [0.9, 0.13],
  [1, 0.11],
]);
const side = profile([
  [0, 0.02],
  [0.08, 0.045],
  [0.2, 0.11],
  [0.4, 0.15],
  [0.6, 0.125],
  [0.8, 0.06],
  [1, 0.025],
]);

/** A bannerfish: a tall disc with two dark bands, yellow fins and a long white streamer. */
export function createBannerfish(objectId: number): Swimmer {
  const body = loft(
    (s) => ({ x: NOSE - LENGTH * s, y: 0, top: top(s), bottom: bottom(s), side: side(s) }),
    64,
    36,
  );
  projectSkin(body, 'side', BOX);
  const skin = createReefMaterial({ objectId, skin: bodySkin(), relief: 0.003, roughness: 0.4 });
  const yellow = createReefMaterial({
    objectId,
    skin: finSkin(YELLOW),
    relief: 0.006,
    roughness: 0.5,
    translucency: 0.5,
  });
  const dark = createReefMaterial({
    objectId,
    skin: finSkin(BLACK),
    relief: 0.006,
    roughness: 0.5,
  });
  const pale = createReefMaterial({
    objectId,
    skin: finSkin(WHITE),
    relief: 0,
    roughness: 0.5,
    translucency: 0.3,
  });
  return createSwimmer(
    objectId,
    [
      { geometry: body, material: skin },
      { geometry: dorsalFin(), material: yellow },
      { geometry: analFin(), material: dark },
      { geometry: tailFin(), material: yellow, deform: lag },
      { geometry: streamer(), material: pale, deform: flutter },
      ...[-1, 1].flatMap((hand) => [
        pectoralFin(hand, yellow),
        pelvicFin(hand, dark),
        ...eye(hand, objectId),
      ]),
    ],
    bodyWave({ nose: NOSE, length: LENGTH, reach: 0.16, waves: 0.7, beats: 1.7 }),
  );
}

/** x of the root of the streamer. */
const MAST = 0.16;

function streamer() {
  const points = [
    [MAST + 0.06, 0.5],
    [0.08, 0.82],
    [-0.12, 1.08],
    [-0.45, 1.22],
    [-0.85, 1.2],
    [-1.25, 1.08],
    [-1.6, 0.9],
  ].map(([x = 0, y = 0]) => new Vector3(x, y, 0));
  return tube(points, (s) => 0.032 * (1 - s) ** 0.8 + 0.012, 48, 8);
}

function flutter(place: Vector3, seconds: number): void {
  const out = Math.max(0, MAST - place.x);
  const turn = 2 * Math.PI * (0.5 * out - 1.5 * seconds);
  place.y += 0.12 * out * Math.sin(turn);
  place.z += 0.16 * out * Math.cos(turn);
}

function lag(place: Vector3, seconds: number): void {
  const out = Math.max(0, -0.55 - place.x);
  place.z += 0.5 * out * Math.sin(2 * Math.PI * (0.7 - 1.7 * seconds + out * 0.5) + place.y * 2);
}

function dorsalFin() {
  const height = profile([
    [0, 0.16],
    [0.2, 0.2],
    [0.6, 0.2],
    [0.85, 0.2],
    [1, 0.06],
  ]);
  return sheet(
    (u, v) => {
      const s = 0.44 + 0.46 * u;
      return new Vector3(NOSE - LENGTH * s - 0.14 * v, top(s) - 0.04 + (height(u) + 0.04) * v, 0);
    },
    32,
    8,
  );
}

function analFin() {
  const height = profile([
    [0, 0.12],
    [0.35, 0.26],
    [0.7, 0.2],
    [1, 0.05],
  ]);
  return sheet(
    (u, v) => {
      const s = 0.56 + 0.34 * u;
      return new Vector3(
        NOSE - LENGTH * s - 0.1 * v,
        -bottom(s) + 0.04 - (height(u) + 0.04) * v,
        0,
      );
    },
    24,
    8,
  );
}

function tailFin() {
  return sheet(
    (u, v) => {
      const angle = (u - 0.5) * 1.35;
      const reach = 0.36 * (0.86 + 0.5 * Math.abs(u - 0.5));
      return new Vector3(
        -0.6 - Math.cos(angle) * reach * v,
        (u - 0.5) * 0.2 * (1 - v) + Math.sin(angle) * reach * 1.1 * v,
        0,
      );
    },
    24,
    10,
  );
}

function pectoralFin(hand: number, material: Part['material']): Part {
  const hinge = new Vector3(0.3, -0.1, 0.12 * hand);
  const geometry = sheet(
    (u, v) => {
      const angle = (u - 0.5) * 1.2 - 0.2;
      const reach = 0.36 * (0.75 + 0.25 * Math.sin(Math.PI * u));
      return new Vector3(
        hinge.x - Math.cos(angle) * reach * v,
        hinge.y + (u - 0.5) * 0.1 * (1 - v) + Math.sin(angle) * reach * v,
        hinge.z + hand * 0.02,
      );
    },
    14,
    8,
  );
  const axis = new Vector3(0.2, 1, 0).normalize();
  return {
    geometry,
    material,
    deform: (place, seconds) => {
      const beat = Math.sin(2 * Math.PI * (2.2 * seconds - (hinge.x - place.x) * 0.6));
      turnAbout(place, hinge, axis, hand * (0.55 + 0.5 * beat));
    },
  };
}

function pelvicFin(hand: number, material: Part['material']): Part {
  const geometry = sheet(
    (u, v) => {
      const angle = -1.25 + u * 0.5;
      const reach = 0.42 * (0.6 + 0.4 * (1 - u));
      return new Vector3(
        0.3 - 0.08 * u - Math.cos(angle) * reach * v,
        -0.36 + Math.sin(angle) * reach * v,
        hand * (0.05 + 0.08 * v),
      );
    },
    10,
    8,
  );
  return { geometry, material };
}

function eye(hand: number, objectId: number): Part[] {
  const ball = new SphereGeometry(0.055, 20, 14);
  ball.translate(0.55, 0.06, 0.072 * hand);
  const pupil = new SphereGeometry(0.037, 16, 12);
  pupil.translate(0.556, 0.063, 0.094 * hand);
  const plain = (colour: Colour) =>
    createReefMaterial({
      objectId,
      skin: paintTexture(1, 1, () => ({ colour, height: 0 })),
      roughness: 0.12,
    });
  return [
    { geometry: ball, material: plain([0.5, 0.45, 0.3]) },
    { geometry: pupil, material: plain([0.015, 0.015, 0.02]) },
  ];
}

function bodySkin() {
  return paintTexture(768, 768, (u, v) => {
    const x = BOX.left + u * (BOX.right - BOX.left);
    const y = BOX.bottom + v * (BOX.top - BOX.bottom);
    const waver = 0.05 * (fractalNoise(x * 6, y * 6, 3, 3) - 0.5);
    const scale = cellNoise(x * 40, y * 40, 0, 9);
    const rim = smoothStep(0.25, 0.65, scale.nearest);
    let colour = blend(WHITE, [0.8, 0.82, 0.8], smoothStep(0.1, -0.5, y));
    // Two bands lean back from the root of the streamer and from the middle of the back.
    const first = Math.abs(x - 0.2 + y * 0.16 + waver) - 0.125;
    const second = Math.abs(x + 0.2 - y * 0.42 + waver) - 0.12 - 0.04 * y;
    const mask = Math.abs(x - 0.55 - y * 0.25) - 0.045;
    for (const away of [first, second, mask + (y < 0 ? 0.02 : 0)]) {
      colour = blend(colour, BLACK, smoothStep(0.012, -0.012, away));
    }
    colour = blend(colour, YELLOW, smoothStep(-0.34, -0.42, x - y * 0.42 + waver));
    colour = blend(colour, [0.25, 0.2, 0.15], smoothStep(0.7, 0.76, x));
    return {
      colour: shade(colour, 1 - 0.09 * rim + 0.16 * (fractalNoise(x * 24, y * 24, 8, 3) - 0.5)),
      height: 1 - rim,
    };
  });
}

function finSkin(base: Colour) {
  return paintTexture(256, 128, (u, v) => {
    const ray = 0.5 + 0.5 * Math.cos(u * 16 * 2 * Math.PI);
    const pale = smoothStep(0.7, 1, v);
    return {
      colour: blend(shade(base, 0.7 + 0.35 * ray), [0.9, 0.88, 0.6], pale * 0.3 * base[0]),
      height: ray,
    };
  });
}
