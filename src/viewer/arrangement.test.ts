import { describe, expect, test } from 'vitest';
import { arrangeColumns } from './arrangement.ts';

const DAVIS = { width: 854, height: 480 };

/** What the header, the status line, the transport and the gaps leave of a screen. */
const ROOM_OF = {
  laptop: { width: 1256, height: 590 },
  projector: { width: 1896, height: 830 },
};

describe('the arrangement of the columns', () => {
  test.each([
    ['a laptop', ROOM_OF.laptop, 1280 * 720],
    ['a projector', ROOM_OF.projector, 1920 * 1080],
  ])('four pictures cover half of the screen on %s', (_, room, screen) => {
    const { perRow, pictureWidth, isBeside } = arrangeColumns(4, DAVIS, room);
    expect([perRow, isBeside]).toEqual([2, true]);
    expect((4 * pictureWidth ** 2 * 480) / 854 / screen).toBeGreaterThan(0.5);
  });

  test('one picture takes all of the height', () => {
    const { pictureWidth } = arrangeColumns(1, DAVIS, ROOM_OF.laptop);
    expect(pictureWidth).toBe(Math.floor(((590 - 28) * 854) / 480));
  });

  test.each([1, 2, 3, 4, 5, 6, 7, 8])('%d columns fit', (count) => {
    const { perRow, pictureWidth } = arrangeColumns(count, DAVIS, ROOM_OF.laptop);
    const rows = Math.ceil(count / perRow);
    expect(pictureWidth).toBeGreaterThan(150);
    expect(perRow * pictureWidth).toBeLessThanOrEqual(1256);
    expect(rows * ((pictureWidth * 480) / 854 + 28) + (rows - 1) * 6).toBeLessThanOrEqual(591);
  });

  test('upright pictures stand side by side', () => {
    const { perRow } = arrangeColumns(4, { width: 480, height: 854 }, ROOM_OF.laptop);
    expect(perRow).toBe(4);
  });

  test('on a phone, columns stand two by two with their figures below', () => {
    const arrangement = arrangeColumns(4, DAVIS, { width: 366, height: 600 });
    expect(arrangement).toEqual({ perRow: 2, pictureWidth: 177, isBeside: false });
  });
});
