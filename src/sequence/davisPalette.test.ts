import { describe, expect, it } from 'vitest';
import { DAVIS_PALETTE, idOfDavisColour } from './davisPalette.ts';

describe('the DAVIS palette', () => {
  // The first and last colours in the palettes of the DAVIS-2017 annotations.
  it('has the published colours', () => {
    expect(DAVIS_PALETTE.slice(0, 9)).toEqual([
      [0, 0, 0],
      [128, 0, 0],
      [0, 128, 0],
      [128, 128, 0],
      [0, 0, 128],
      [128, 0, 128],
      [0, 128, 128],
      [128, 128, 128],
      [64, 0, 0],
    ]);
    expect(DAVIS_PALETTE[255]).toEqual([224, 224, 192]);
  });

  it('has a distinct colour for each id, and maps colours to ids', () => {
    for (const [id, colour] of DAVIS_PALETTE.entries()) expect(idOfDavisColour(...colour)).toBe(id);
    expect(idOfDavisColour(1, 2, 3)).toBeUndefined();
  });
});
