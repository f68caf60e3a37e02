import { describe, expect, it } from 'vitest';
import { decodeLabelMapPng } from '../../sequence/labelMapPng.ts';
import { hasShared, readShared, withShared } from '../../testing/sharedFixtures.ts';
import { MaskEditor, MOST_OBJECTS } from './maskEditor.ts';

const SIZE = { width: 20, height: 10 };
const PAINT_1 = { id: 1, replaces: null };

describe('a mask editor', () => {
  it('begins with one object to draw when there is no mask', () => {
    const editor = new MaskEditor(SIZE, null);
    expect(editor.objects).toEqual([1]);
    expect(editor.isEmpty).toBe(true);
    expect(editor.canUndo).toBe(false);
  });

  it('makes one edit of all parts of a stroke', () => {
    const editor = new MaskEditor(SIZE, null);
    editor.stroke([{ x: 3, y: 3 }], 2, PAINT_1);
    editor.stroke(
      [
        { x: 3, y: 3 },
        { x: 12, y: 6 },
      ],
      2,
      PAINT_1,
    );
    editor.finishEdit();
    expect(editor.pixelsOf(1)).toBe(editor.ids.filter((id) => id === 1).length);
    expect(editor.undo()).not.toBeNull();
    expect(editor.isEmpty).toBe(true);
    expect(editor.canUndo).toBe(false);
    editor.redo();
    expect(editor.pixelsOf(1)).toBe(editor.ids.filter((id) => id === 1).length);
  });

  it('drops a stroke that two fingers turned into a pinch', () => {
    const initial = new Uint8Array(200).fill(3, 40, 60);
    const editor = new MaskEditor(SIZE, initial);
    editor.stroke([{ x: 10, y: 3 }], 4, PAINT_1);
    editor.dropEdit();
    expect(editor.ids).toEqual(initial);
    expect(editor.canUndo).toBe(false);
    expect(editor.isChanged).toBe(false);
  });

  it('does not remember strokes that change nothing', () => {
    const editor = new MaskEditor(SIZE, null);
    editor.stroke([{ x: 5, y: 5 }], 3, { id: 0, replaces: null });
    editor.finishEdit();
    expect(editor.canUndo).toBe(false);
  });

  it('deletes an object with its pixels, and brings it back', () => {
    const initial = new Uint8Array(200).fill(1, 0, 50).fill(2, 50, 90);
    const editor = new MaskEditor(SIZE, initial);
    editor.deleteObject(1);
    expect(editor.objects).toEqual([2]);
    expect(editor.pixelsOf(2)).toBe(40);
    editor.undo();
    expect(editor.objects).toEqual([1, 2]);
    expect(editor.ids).toEqual(initial);
  });

  it('adds objects at the lowest free id, 254 at most', () => {
    const editor = new MaskEditor(SIZE, new Uint8Array(200).fill(2, 0, 1));
    expect(editor.addObject()).toBe(1);
    expect(editor.addObject()).toBe(3);
    while (editor.objects.length < MOST_OBJECTS) editor.addObject();
    expect(editor.addObject()).toBeNull();
  });

  it('does not write into the map that it was given, and wants its size', () => {
    const initial = new Uint8Array(200);
    const editor = new MaskEditor(SIZE, initial);
    editor.stroke([{ x: 5, y: 5 }], 3, PAINT_1);
    expect(initial.every((id) => id === 0)).toBe(true);
    expect(() => new MaskEditor(SIZE, new Uint8Array(199))).toThrow('20×10');
  });
});

describe.skipIf(!hasShared)(withShared('a mask editor on a real annotation'), () => {
  it('repairs a published mask and takes it back', () => {
    const png = readShared('predictions/osvos-davis2017/pigs/00000.png');
    const { ids, size } = decodeLabelMapPng(png, 'pigs/00000.png');
    const editor = new MaskEditor(size, ids);
    expect(editor.objects).toEqual([1, 2, 3]);
    const before = editor.pixelsOf(2);
    editor.stroke([{ x: size.width / 2, y: size.height / 2 }], 80, { id: 2, replaces: 0 });
    editor.finishEdit();
    expect(editor.pixelsOf(2)).toBeGreaterThan(before);
    expect(editor.pixelsOf(1)).toBe(ids.filter((id) => id === 1).length);
    editor.undo();
    expect(editor.ids).toEqual(ids);
  });
});
