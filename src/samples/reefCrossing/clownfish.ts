import { SphereGeometry, Vector3 } from 'three';
import { cellNoise, fractalNoise, smoothStep } from './noise.ts';
import { type Box, type Deform, loft, profile, projectSkin, sheet } from './shapes.ts';
import { bodyWave, createSwimmer, type Part, type Swimmer, turnAbout } from './swimmer.ts';
import { blend, type Colour, paintTexture, shade } from './textures.ts';
import { createReefMaterial } from './water.ts';

const NOSE = 0.82;
const LENGTH = 1.5;
const BOX: Box = { left: -0.75, right: 0.85, bottom: -0.5, top: 0.5 };

const ORANGE: Colour = [0.98, 0.42, 0.05];
const DEEP_ORANGE: Colour = [0.8, 0.22, 0.02];
const WHITE: Colour = [0.96, 0.95, 0.9];
const BLACK: Colour = [0.05, 0.04, 0.05];

const top = profile([
  [0, 0.02],
  [0.05, 0.12],
  [0.14, 0.24],
  [0.3, 0.36],
  [0.45, 0.4],
  [0.6, 0.35],
  [0.77, 0.22],
  [0.9, 0.14],
  [1, 0.145],
]);
const bottom = profile([
  [0, 0.02],
  [0.05, 0.09],
  [0.14, 0.19],
  [0.3, 0.32],
  [0.45, 0.38],
  [0.6, 0.34],
  [0.77, 0.21],
  [0.9, 0.135],
  [1, 0.14],
]);
const side = profile([
  [0, 0.015],
  [0.06, 0.09],
  [0.18, 0.17],
  [0.35, 0.205],
  [0.55, 0.17],
  [0.75, 0.1],
  [0.9, 0.05],
  [1, 0.03],
]);

/** A clownfish: orange, with three white bands edged in black and round fins with dark edges. */
export function createClownfish(objectId: number): Swimmer {
  const body = loft(
    (s) => ({ x: NOSE - LENGTH * s, y: 0, top: top(s), bottom: bottom(s), side: side(s) }),
    64,
    32,
  );
  projectSkin(body, 'side', BOX);
  const scales = createReefMaterial({
    objectId,
    skin: bodySkin(),
    relief: 0.0035,
    roughness: 0.42,
  });
  const fin = createReefMaterial({
    objectId,
    skin: finSkin(),
    relief: 0.006,
    roughness: 0.5,
    translucency: 0.5,
  });
  const parts: Part[] = [
    { geometry: body, material: scales },
    { geometry: dorsalFin(), material: fin },
    { geometry: analFin(), material: fin },
    { geometry: tailFin(), material: fin, deform: trailing(-0.66, 0.5) },
    ...[-1, 1].flatMap((hand) => [
      pectoralFin(hand, fin),
      pelvicFin(hand, fin),
      ...eye(hand, objectId),
    ]),
  ];
  return createSwimmer(
    objectId,
    parts,
    bodyWave({ nose: NOSE, length: LENGTH, reach: 0.27, waves: 0.85, beats: 2.1 }),
  );
}

function dorsalFin() {
  const height = profile([
    [0, 0.05],
    [0.15, 0.15],
    [0.45, 0.13],
    [0.6, 0.17],
    [0.8, 0.27],
    [0.95, 0.22],
    [1, 0.1],
  ]);
  return sheet(
    (u, v) => {
      const s = 0.2 + 0.66 * u;
      const lean = 0.16 + 0.14 * u;
      return new Vector3(NOSE - LENGTH * s - lean * v, top(s) - 0.03 + (height(u) + 0.03) * v, 0);
    },
    40,
    8,
  );
}

function analFin() {
  const height = profile([
    [0, 0.06],
    [0.3, 0.2],
    [0.7, 0.25],
    [1, 0.1],
  ]);
  return sheet(
    (u, v) => {
      const s = 0.6 + 0.27 * u;
      return new Vector3(
        NOSE - LENGTH * s - 0.2 * v,
        -bottom(s) + 0.03 - (height(u) + 0.03) * v,
        0,
      );
    },
    20,
    8,
  );
}

function tailFin() {
  return sheet(
    (u, v) => {
      const angle = (u - 0.5) * 1.75;
      const reach = 0.46 * (1 - 0.18 * Math.abs(u - 0.5) ** 2 * 4);
      const root = NOSE - LENGTH * 0.97;
      return new Vector3(
        root - Math.cos(angle) * reach * v,
        (u - 0.5) * 0.24 * (1 - v) + Math.sin(angle) * reach * v,
        0,
      );
    },
    24,
    10,
  );
}

function pectoralFin(hand: number, material: Part['material']): Part {
  const hinge = new Vector3(0.3, -0.06, 0.175 * hand);
  const geometry = sheet(
    (u, v) => {
      const angle = (u - 0.5) * 1.7;
      const reach = 0.44 * (0.78 + 0.22 * Math.cos(angle * 1.4));
      return new Vector3(
        hinge.x - Math.cos(angle) * reach * v,
        hinge.y - 0.02 + (u - 0.5) * 0.14 * (1 - v) + Math.sin(angle - 0.25) * reach * v,
        hinge.z + hand * 0.02,
      );
    },
    18,
    8,
  );
  const axis = new Vector3(0.25, 1, 0).normalize();
  return {
    geometry,
    material,
    deform: (place, seconds) => {
      const out = hinge.x - place.x;
      const beat = Math.sin(2 * Math.PI * (2.4 * seconds - out * 0.6) + hand * 0.6);
      turnAbout(place, hinge, axis, hand * (0.6 + 0.5 * beat));
    },
  };
}

function pelvicFin(hand: number, material: Part['material']): Part {
  const hinge = new Vector3(0.26, -0.28, 0.07 * hand);
  const geometry = sheet(
    (u, v) => {
      const angle = -1.0 + u * 0.75;
      const reach = 0.36 * (0.7 + 0.3 * Math.sin(Math.PI * u));
      return new Vector3(
        hinge.x - 0.08 * u - Math.cos(angle) * reach * v,
        hinge.y + Math.sin(angle) * reach * v,
        hinge.z + hand * 0.08 * v,
      );
    },
    12,
    6,
  );
  return { geometry, material, deform: trailing(0.2, 0.25) };
}

/** Makes a fin lag behind the body. */
function trailing(root: number, reach: number): Deform {
  return (place, seconds) => {
    const out = Math.max(0, root - place.x);
    place.z +=
      reach * out * Math.sin(2 * Math.PI * (1.0 - 2.1 * seconds + out * 0.5) + place.y * 2);
  };
}

function eye(hand: number, objectId: number): Part[] {
  const ball = new SphereGeometry(0.062, 20, 14);
  ball.translate(0.6, 0.085, 0.115 * hand);
  const pupil = new SphereGeometry(0.042, 16, 12);
  pupil.translate(0.608, 0.088, 0.138 * hand);
  return [
    { geometry: ball, material: plain(objectId, [0.75, 0.36, 0.1]) },
    { geometry: pupil, material: plain(objectId, [0.015, 0.015, 0.02]) },
  ];
}

function plain(objectId: number, colour: Colour) {
  const skin = paintTexture(1, 1, () => ({ colour, height: 0 }));
  return createReefMaterial({ objectId, skin, roughness: 0.12 });
}

function bodySkin() {
  return paintTexture(1024, 640, (u, v) => {
    const x = BOX.left + u * (BOX.right - BOX.left);
    const y = BOX.bottom + v * (BOX.top - BOX.bottom);
    const s = (NOSE - x) / LENGTH;
    const waver = 0.012 * (fractalNoise(x * 9, y * 9, 3, 3) - 0.5);
    const scale = cellNoise(x * 42, y * 34 + 0.5 * Math.floor(x * 42), 0, 7);
    const rim = smoothStep(0.25, 0.65, scale.nearest);
    let colour = blend(
      ORANGE,
      DEEP_ORANGE,
      smoothStep(0.05, 0.38, y) * 0.6 + smoothStep(0.2, 0, s) * 0.25,
    );
    colour = blend(colour, [1, 0.62, 0.2], smoothStep(-0.1, -0.36, y) * 0.7);
    for (const [centre, width, bow] of [
      [0.27, 0.058, 0.5],
      [0.565, 0.072, -0.6],
      [0.9, 0.042, 0],
    ] as const) {
      const bulge = centre === 0.565 ? 0.06 * smoothStep(0.25, 0, Math.abs(y - 0.02)) : 0;
      const away =
        Math.abs(s - centre - waver - bow * y * y * 0.6 + bulge * 0.6) - width - bulge * 0.4;
      colour = blend(colour, BLACK, smoothStep(0.032, 0.024, away));
      colour = blend(colour, WHITE, smoothStep(0.004, -0.006, away));
    }
    const gill = Math.abs(Math.hypot((x - 0.52) * 1.1, y * 0.85) - 0.2) + (x > 0.5 ? 1 : 0);
    const gillLine = smoothStep(0.012, 0.003, gill);
    const mouth =
      smoothStep(0.01, 0.003, Math.abs(y + 0.035 + (0.82 - x) * 0.35)) * smoothStep(0.7, 0.74, x);
    colour = blend(colour, DEEP_ORANGE, gillLine * 0.6);
    colour = blend(colour, BLACK, mouth * 0.8);
    const onHead = smoothStep(0.18, 0.24, s);
    return {
      colour: shade(
        colour,
        1 - 0.13 * rim * onHead + 0.12 * (fractalNoise(x * 30, y * 30, 8, 2) - 0.5),
      ),
      height: 0.6 * (1 - rim) * onHead + 0.4 * (1 - gillLine) * (1 - mouth),
    };
  });
}

function finSkin() {
  return paintTexture(512, 256, (u, v) => {
    const ray = 0.5 + 0.5 * Math.cos((u * 17 + 0.05 * Math.sin(v * 9)) * 2 * Math.PI);
    const hem =
      smoothStep(0.84, 0.9, v + 0.02 * ray) +
      smoothStep(0.025, 0.01, Math.min(u, 1 - u)) * smoothStep(0.3, 0.6, v);
    let colour = blend(ORANGE, [1, 0.6, 0.14], smoothStep(0.2, 0.8, v) * 0.8);
    colour = shade(colour, 0.68 + 0.36 * ray);
    colour = blend(
      colour,
      [0.95, 0.9, 0.8],
      smoothStep(0.78, 0.82, v) * smoothStep(0.86, 0.83, v) * 0.5,
    );
    return { colour: blend(colour, BLACK, Math.min(1, hem)), height: ray };
  });
}
