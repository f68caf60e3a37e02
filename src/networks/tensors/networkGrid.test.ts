import { describe, expect, it } from 'vitest';
import { planesGrid, vosGrid } from './networkGrid.ts';

describe('vosGrid', () => {
  it.each([
    ['854×480', 854, 480, 427, 240, 432, 240],
    ['910×480', 910, 480, 455, 240, 464, 240],
    ['1152×480', 1152, 480, 576, 240, 576, 240],
    ['1280×720', 1280, 720, 427, 240, 432, 240],
    ['1920×1080', 1920, 1080, 427, 240, 432, 240],
    ['portrait 480×854', 480, 854, 240, 427, 240, 432],
  ])('scales the short side of %s to 240 and pads to 16', (_, w, h, cw, ch, pw, ph) => {
    const frame = { width: w, height: h };
    expect(vosGrid(frame, 240, 16)).toEqual({
      frame,
      content: { width: cw, height: ch },
      padded: { width: pw, height: ph },
    });
  });

  it('never enlarges a small frame', () => {
    expect(vosGrid({ width: 97, height: 61 }, 240, 16)).toMatchObject({
      content: { width: 97, height: 61 },
      padded: { width: 112, height: 64 },
    });
  });
});

describe('planesGrid', () => {
  it('has a cell for each chroma sample, also for odd sizes', () => {
    expect(planesGrid({ width: 853, height: 479 }, 4)).toMatchObject({
      content: { width: 427, height: 240 },
      padded: { width: 428, height: 240 },
    });
  });
});
