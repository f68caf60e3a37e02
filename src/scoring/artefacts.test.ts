import { expect, test } from 'vitest';
import { allocateFrames, type Frames, framePlanes } from '../sequence/frames.ts';
import { ARTEFACTS, findArtefact } from './artefacts.ts';

const SIZE = { width: 320, height: 240 };

/**
 * A picture with a smooth slope (top left), a texture (top right), and a bright square on flat grey
 * (bottom left); the rest is flat.
 */
function scene(): Frames {
  return drawn((x, y) => {
    if (x < 160 && y < 120) return 60 + Math.floor((x + y) / 6);
    if (x >= 160 && y < 120) return 128 + 40 * Math.sin(x * 1.7) * Math.cos(y * 1.3);
    return x >= 40 && x < 120 && y >= 160 && y < 220 ? 220 : 90;
  });
}

function drawn(luma: (x: number, y: number) => number): Frames {
  const frames = allocateFrames(SIZE, 2);
  for (let index = 0; index < 2; index++) {
    const { y: plane } = framePlanes(frames, index);
    for (let pixel = 0; pixel < plane.length; pixel++) {
      plane[pixel] = luma(pixel % SIZE.width, Math.floor(pixel / SIZE.width));
    }
  }
  return frames;
}

/** The scene with other luma in a rectangle of its second frame. */
function changed(
  [left, top, width, height]: readonly [number, number, number, number],
  luma: (x: number, y: number, before: number) => number,
): Frames {
  const frames = scene();
  const { y: plane } = framePlanes(frames, 1);
  for (let y = top; y < top + height; y++) {
    for (let x = left; x < left + width; x++) {
      const pixel = y * SIZE.width + x;
      plane[pixel] = luma(x, y, plane[pixel] ?? 0);
    }
  }
  return frames;
}

const DAMAGED = {
  // Each block has a mean of its own.
  blocking: {
    area: [224, 160, 64, 48],
    coded: changed([224, 160, 64, 48], (x, y, before) => before + 5 * (((x >> 3) + (y >> 3)) % 3)),
  },
  blur: { area: [208, 40, 64, 48], coded: changed([208, 40, 64, 48], () => 128) },
  // Ripples beside the square's right side.
  ringing: {
    area: [120, 160, 8, 60],
    coded: changed([120, 160, 8, 60], (x, _, before) => before + (x % 2 ? 9 : -9)),
  },
  banding: {
    area: [48, 32, 64, 48],
    coded: changed([48, 32, 64, 48], (_, __, before) => 8 * Math.floor(before / 8)),
  },
} as const;

test.each(ARTEFACTS)('%s is found where it is, and in its frame', (artefact) => {
  const { area, coded } = DAMAGED[artefact];
  const found = findArtefact(artefact, scene(), coded, [0, 1]);
  expect(found?.frame).toBe(1);
  const [left, top, width, height] = area;
  const part = found ?? { x: 0, y: 0, width: 0, height: 0 };
  const across = Math.min(left + width, part.x + part.width) - Math.max(left, part.x);
  const down = Math.min(top + height, part.y + part.height) - Math.max(top, part.y);
  expect(Math.min(across, down)).toBeGreaterThan(0);
  expect(across * down).toBeGreaterThan(0.7 * Math.min(width * height, part.width * part.height));
});

test.each(ARTEFACTS)('a picture without change has no %s', (artefact) => {
  expect(findArtefact(artefact, scene(), scene(), [0, 1])).toBeNull();
});

test('the artefacts are told apart', () => {
  const { coded } = DAMAGED.blur;
  expect(findArtefact('ringing', scene(), coded, [1])).toBeNull();
  expect(findArtefact('blur', scene(), DAMAGED.banding.coded, [1])).not.toEqual(
    findArtefact('blur', scene(), coded, [1]),
  );
});
