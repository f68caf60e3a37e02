import { describe, expect, it } from 'vitest';
import { decodeLabelMapPng } from '../../sequence/labelMapPng.ts';
import { hasShared, readShared, withShared } from '../../testing/sharedFixtures.ts';
import { MaskEditor, MOST_OBJECTS } from './maskEditor.ts';

const SIZE = { width: 20, height: 10 };
const PAINT_1 = { id: 1, replaces: null };

describe('a mask editor', () => {
  it('begins with one object if there is no mask', () => {
    const editor = new MaskEditor(SIZE, null);
    expect(editor.objects).toEqual([1]);
    expect(editor.isEmpty).toBe(true);
    expect(editor.canUndo).toBe(false);
  });

  it('combines all parts of a stroke in one edit', () => {
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

  it('discards a stroke that becomes a pinch', () => {
    const initial = new Uint8Array(200).fill(3, 40, 60);
    const editor = new MaskEditor(SIZE, initial);
    editor.stroke([{ x: 10, y: 3 }], 4, PAINT_1);
    editor.discardEdit();
    expect(editor.ids).toEqual(initial);
    expect(editor.canUndo).toBe(false);
    expect(editor.isChanged).toBe(false);
  });

  it('does not add strokes that change nothing to the history', () => {
    const editor = new MaskEditor(SIZE, null);
    editor.stroke([{ x: 5, y: 5 }], 3, { id: 0, replaces: null });
    editor.finishEdit();
    expect(editor.canUndo).toBe(false);
  });

  it('deletes an object with its pixels, and restores it on undo', () => {
    const initial = new Uint8Array(200).fill(1, 0, 50).fill(2, 50, 90);
    const editor = new MaskEditor(SIZE, initial);
    editor.deleteObject(1);
    expect(editor.objects).toEqual([2]);
    expect(editor.pixelsOf(2)).toBe(40);
    editor.undo();
    expect(editor.objects).toEqual([1, 2]);
    expect(editor.ids).toEqual(initial);
  });

  it('adds objects with the lowest free id, at most 254', () => {
    const editor = new MaskEditor(SIZE, new Uint8Array(200).fill(2, 0, 1));
    expect(editor.addObject()).toBe(1);
    expect(editor.addObject()).toBe(3);
    while (editor.objects.length < MOST_OBJECTS) editor.addObject();
    expect(editor.addObject()).toBeNull();
  });

  it('does not change the initial map, and checks its size', () => {
    const initial = new Uint8Array(200);
    const editor = new MaskEditor(SIZE, initial);
    editor.stroke([{ x: 5, y: 5 }], 3, PAINT_1);
    expect(initial.every((id) => id === 0)).toBe(true);
    expect(() => new MaskEditor(SIZE, new Uint8Array(199))).toThrow('20×10');
  });
});

describe.skipIf(!hasShared)(withShared('a mask editor on a real annotation'), () => {
  it('edits a published mask and undoes the edit', () => {
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
