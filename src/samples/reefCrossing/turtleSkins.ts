import type { Texture } from 'three';
import { cellNoise, fractalNoise, smoothStep } from './noise.ts';
import { type Box, profile } from './shapes.ts';
import { blend, type Colour, paintTexture, shade } from './textures.ts';

/** The rectangle in (x, z) that the skin of the shell covers. */
export const SHELL_BOX: Box = { left: -1.15, right: 1.05, bottom: -0.95, top: 0.95 };

/** Half the width of the shell, from its front edge (0) to its rear (1). */
export const halfWidth = profile([
  [0, 0.06],
  [0.05, 0.34],
  [0.14, 0.56],
  [0.3, 0.77],
  [0.45, 0.82],
  [0.62, 0.75],
  [0.8, 0.52],
  [0.93, 0.24],
  [1, 0.04],
]);

/** Amber scutes with dark rays, pale seams and a rim of small plates; seen from above. */
export function shellSkin(): Texture {
  const centres = scutes();
  const amber: Colour = [0.74, 0.48, 0.16];
  const brown: Colour = [0.27, 0.16, 0.075];
  const cream: Colour = [0.86, 0.72, 0.42];
  const olive: Colour = [0.4, 0.37, 0.16];
  return paintTexture(1024, 1024, (u, v) => {
    const x = SHELL_BOX.left + u * (SHELL_BOX.right - SHELL_BOX.left);
    const z = SHELL_BOX.bottom + v * (SHELL_BOX.top - SHELL_BOX.bottom);
    const s = (1 - x) / 2.1;
    const edge = Math.abs(z) / Math.max(0.02, halfWidth(Math.min(1, Math.max(0, s))));
    const wobble = 0.05 * (fractalNoise(x * 5 + 9, z * 5 + 9, 3, 3) - 0.5);
    let nearest = Infinity;
    let second = Infinity;
    let turn = 0;
    let index = 0;
    centres.forEach((centre, i) => {
      const dx = x - centre.x + wobble;
      const dz = z - centre.z + wobble;
      const distance = Math.hypot(dx, dz * 0.9);
      if (distance < nearest) {
        second = nearest;
        nearest = distance;
        turn = Math.atan2(dz, dx + 0.14);
        index = i;
      } else if (distance < second) second = distance;
    });
    const around = Math.atan2(z, x) / (2 * Math.PI);
    const marginal =
      smoothStep(0.83, 0.85, edge + wobble * 0.4) +
      smoothStep(0.955, 0.965, s) +
      smoothStep(0.045, 0.035, s);
    const onRim = Math.min(1, marginal);
    const notch = Math.abs(((((around * 25) % 1) + 1) % 1) - 0.5);
    const seamInside =
      smoothStep(0.0, 0.05, second - nearest) * smoothStep(0.0, 0.03, Math.abs(edge - 0.84));
    const seamRim = smoothStep(0.5, 0.42, notch) * smoothStep(0.0, 0.03, Math.abs(edge - 0.84));
    const seam = onRim > 0.5 ? seamRim : seamInside;
    const rays = fractalNoise(turn * 5 + index * 13, nearest * 3, 17, 3);
    const streak = onRim > 0.5 ? fractalNoise(around * 120, edge * 6, 21, 3) : rays;
    const rings = 0.5 + 0.5 * Math.sin(nearest * 95 + 6 * rays);
    let colour = blend(brown, amber, smoothStep(0.36, 0.64, streak));
    colour = blend(colour, olive, 0.45 * fractalNoise(x * 4, z * 4, 5, 3));
    colour = blend(colour, cream, smoothStep(0.68, 0.82, streak) * 0.7);
    colour = blend(cream, colour, 0.25 + 0.75 * seam);
    colour = shade(
      colour,
      0.62 + 0.3 * seam + 0.1 * rings + 0.25 * (fractalNoise(x * 40, z * 40, 2, 2) - 0.5),
    );
    return { colour, height: 0.75 * seam + 0.12 * rings + 0.13 * rays };
  });
}

/** Dark plates with pale seams. */
export function scalySkin(): Texture {
  const plate: Colour = [0.33, 0.25, 0.13];
  const net: Colour = [0.84, 0.77, 0.55];
  return paintTexture(512, 512, (u, v) => {
    const cells = 10;
    const cell = cellNoise(u * cells, v * cells, cells, 90);
    const inside = smoothStep(0.03, 0.16, cell.second - cell.nearest);
    const fine = fractalNoise(u * 32, v * 32, 3, 3, 32);
    const colour = blend(net, blend(plate, [0.5, 0.36, 0.16], cell.hash), inside);
    return { colour: shade(colour, 0.75 + 0.5 * fine), height: inside };
  });
}

/** Pale with irregular stains. */
export function bellySkin(): Texture {
  return paintTexture(256, 256, (u, v) => {
    const fine = fractalNoise(u * 8, v * 8, 3, 5, 8);
    return { colour: shade([0.88, 0.8, 0.58], 0.7 + 0.5 * fine), height: fine };
  });
}

/** Centres of the scutes in (x, z): five along the spine, four per side. */
function scutes(): { x: number; z: number }[] {
  const centres = [0.72, 0.38, 0.0, -0.38, -0.72].map((x) => ({ x, z: 0 }));
  for (const hand of [-1, 1]) {
    for (const [x, z] of [
      [0.55, 0.42],
      [0.2, 0.52],
      [-0.2, 0.5],
      [-0.56, 0.36],
    ] as const) {
      centres.push({ x, z: z * hand });
    }
  }
  return centres;
}
