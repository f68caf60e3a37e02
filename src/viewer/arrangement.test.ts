import { describe, expect, test } from 'vitest';
import { arrangeColumns, arrangeOnPhone } from './arrangement.ts';

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

  test.each([
    ['upright', { width: 390, height: 640 }, 'stacked', 390],
    ['small and upright', { width: 320, height: 430 }, 'stacked', 304],
    ['lying', { width: 836, height: 280 }, 'abreast', 414],
  ])('on a phone that is %s, two pictures are as large as possible', (_, room, swiped, width) => {
    const arrangement = arrangeOnPhone(4, DAVIS, room);
    expect(arrangement).toMatchObject({ swiped, pictureWidth: width, isBeside: false });
  });

  test('on a phone, upright pictures stand side by side, and one column has all of the width', () => {
    const room = { width: 390, height: 640 };
    expect(arrangeOnPhone(4, { width: 480, height: 854 }, room).swiped).toBe('abreast');
    expect(arrangeOnPhone(1, DAVIS, room)).toMatchObject({ swiped: null, pictureWidth: 390 });
  });
});
