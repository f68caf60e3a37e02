import { describe, expect, it } from 'vitest';
import { BRUSH_DIAMETERS, Painter } from './painter.ts';
import { runPainterKey } from './painterKeys.ts';

const SIZE = { width: 100, height: 60 };

function squareOf(painter: Painter, left: number, top: number, side: number): void {
  painter.addCorner({ x: left, y: top });
  painter.addCorner({ x: left + side, y: top });
  painter.addCorner({ x: left + side, y: top + side });
  painter.addCorner({ x: left, y: top + side });
}

/** Simulates a key press. */
function press(painter: Painter, key: string, held: { ctrl?: boolean; shift?: boolean } = {}) {
  const { ctrl = false, shift = false } = held;
  return runPainterKey(painter, { key, ctrl, shift });
}

describe('the painter', () => {
  it('fills a polygon with the selected object when its first corner is clicked again', () => {
    const painter = new Painter(SIZE, null);
    painter.pickTool('polygon');
    squareOf(painter, 20, 20, 15);
    expect(painter.editor.isEmpty).toBe(true);
    painter.addCorner({ x: 21, y: 21 });
    expect(painter.editor.pixelsOf(1)).toBe(225);
    expect(painter.store.getState().corners).toEqual([]);
  });

  it('ignores the second click of a double click', () => {
    const painter = new Painter(SIZE, null);
    painter.addCorner({ x: 20, y: 20 });
    painter.addCorner({ x: 21, y: 20 });
    expect(painter.store.getState().corners).toHaveLength(1);
  });

  it('does not close a polygon with fewer than three corners', () => {
    const painter = new Painter(SIZE, null);
    painter.addCorner({ x: 20, y: 20 });
    painter.addCorner({ x: 60, y: 20 });
    painter.closePolygon();
    expect(painter.store.getState().corners).toHaveLength(2);
  });

  it('can protect other objects when painting and erasing', () => {
    const painter = new Painter(SIZE, null);
    squareOf(painter, 0, 0, 30);
    painter.closePolygon();
    painter.addObject();
    painter.store.setState({ keepOthers: true });
    squareOf(painter, 15, 15, 30);
    painter.closePolygon();
    expect(painter.editor.pixelsOf(1)).toBe(900);
    expect(painter.editor.pixelsOf(2)).toBe(900 - 225);
    painter.pickTool('eraser');
    painter.setBrush(BRUSH_DIAMETERS.length - 1);
    painter.stroke([{ x: 50, y: 30 }]);
    painter.endStroke();
    expect(painter.editor.pixelsOf(1)).toBe(900);
    expect(painter.editor.pixelsOf(2)).toBe(0);
  });

  it('selects another object when the selected one is deleted', () => {
    const painter = new Painter(SIZE, new Uint8Array(6000).fill(3, 0, 10).fill(7, 20, 30));
    painter.pickObject(7);
    painter.deleteObject(7);
    expect(painter.store.getState().picked).toBe(3);
  });

  it('returns the changed box once', () => {
    const painter = new Painter(SIZE, null);
    let calls = 0;
    painter.onPaint(() => calls++);
    painter.setBrush(0);
    painter.stroke([{ x: 10.5, y: 10.5 }]);
    painter.stroke([{ x: 20.5, y: 12.5 }]);
    expect(calls).toBe(2);
    expect(painter.takeDirty()).toEqual({ left: 10, top: 10, right: 21, bottom: 13 });
    expect(painter.takeDirty()).toBeNull();
  });

  it('fits the frame to the window until the user zooms', () => {
    const painter = new Painter(SIZE, null);
    painter.setWindow({ width: 200, height: 200 });
    expect(painter.store.getState().view.scale).toBe(2);
    painter.zoom(2);
    painter.setWindow({ width: 400, height: 400 });
    expect(painter.store.getState().view.scale).toBe(4);
    painter.fit();
    painter.setWindow({ width: 300, height: 300 });
    expect(painter.store.getState().view.scale).toBe(3);
  });
});

describe('the keys of the painter', () => {
  it('select tools and objects, and resize the brush', () => {
    const painter = new Painter(SIZE, new Uint8Array(6000).fill(3, 0, 10).fill(7, 20, 30));
    const { brush } = painter.store.getState();
    for (const key of ['e', ']', '7', '5']) expect(press(painter, key), key).toBe(true);
    expect(painter.store.getState()).toMatchObject({ tool: 'eraser', picked: 7, brush: brush + 1 });
    press(painter, 'P');
    expect(painter.store.getState().tool).toBe('polygon');
  });

  it('undo and redo', () => {
    const painter = new Painter(SIZE, null);
    painter.stroke([{ x: 10, y: 10 }]);
    painter.endStroke();
    press(painter, 'z', { ctrl: true });
    expect(painter.editor.isEmpty).toBe(true);
    press(painter, 'Z', { ctrl: true, shift: true });
    expect(painter.editor.isEmpty).toBe(false);
  });

  it('edit an open polygon, and are left to the page otherwise', () => {
    const painter = new Painter(SIZE, null);
    for (const key of ['Enter', 'Backspace', 'Escape']) expect(press(painter, key)).toBe(false);
    squareOf(painter, 10, 10, 20);
    press(painter, 'Backspace');
    expect(painter.store.getState().corners).toHaveLength(3);
    expect(press(painter, 'Escape')).toBe(true);
    expect(painter.store.getState().corners).toHaveLength(0);
    squareOf(painter, 10, 10, 20);
    press(painter, 'Enter');
    expect(painter.editor.pixelsOf(1)).toBe(400);
  });

  it('leave other combinations with Ctrl to the browser', () => {
    expect(press(new Painter(SIZE, null), 'e', { ctrl: true })).toBe(false);
  });
});
