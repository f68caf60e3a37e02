import { describe, expect, it } from 'vitest';
import { wholeBox } from './box.ts';
import { type Edit, EditHistory, editBetween } from './editHistory.ts';

const SIZE = { width: 4, height: 3 };

function edit(before: Uint8Array, after: Uint8Array): Edit {
  const made = editBetween(before, after, SIZE, wholeBox(SIZE));
  if (!made) throw new Error('the maps are the same');
  return made;
}

/** An empty map, then the maps after each of the edits, which change random pixels. */
function randomMaps(edits: number): Uint8Array[] {
  let seed = 7;
  const maps = [new Uint8Array(12)];
  while (maps.length <= edits) {
    const map = Uint8Array.from(maps.at(-1) ?? []);
    for (let change = 0; change < 4; change++) {
      seed = (seed * 48271) % 2147483647;
      map[seed % 12] = (map[seed % 12] ?? 0) + 1;
    }
    maps.push(map);
  }
  return maps;
}

describe('an edit', () => {
  it('has a run for pixels in a row with the same ids before and after', () => {
    const before = Uint8Array.of(0, 0, 2, 2, /**/ 0, 0, 0, 0, /**/ 5, 5, 5, 5);
    const after = Uint8Array.of(0, 1, 1, 1, /**/ 1, 1, 0, 0, /**/ 5, 5, 5, 5);
    const { runs, ids } = edit(before, after);
    expect([...runs]).toEqual([1, 1, 2, 2, 4, 2]);
    expect([...ids]).toEqual([0, 1, 2, 1, 0, 1]);
  });

  it('is null if nothing differs inside the box', () => {
    const before = new Uint8Array(12);
    const after = Uint8Array.from(before).fill(1, 0, 1);
    const box = { left: 1, top: 0, right: 4, bottom: 3 };
    expect(editBetween(before, before, SIZE, wholeBox(SIZE))).toBeNull();
    expect(editBetween(before, after, SIZE, box)).toBeNull();
  });
});

describe('the history', () => {
  it('undoes and redoes every edit', () => {
    const maps = randomMaps(20);
    const history = new EditHistory();
    const map = new Uint8Array(12);
    for (let i = 1; i < maps.length; i++) {
      history.push(edit(maps[i - 1] ?? map, maps[i] ?? map));
      map.set(maps[i] ?? []);
    }
    for (let i = maps.length - 2; i >= 0; i--) {
      expect(history.undo(map)).not.toBeNull();
      expect(map).toEqual(maps[i]);
    }
    expect(history.canUndo).toBe(false);
    expect(history.undo(map)).toBeNull();
    for (let i = 1; i < maps.length; i++) {
      expect(history.redo(map)).not.toBeNull();
      expect(map).toEqual(maps[i]);
    }
    expect(history.canRedo).toBe(false);
    expect(history.redo(map)).toBeNull();
  });

  it('drops undone edits when a new edit is made', () => {
    const [empty = new Uint8Array(12), first = empty, other = empty] = randomMaps(2);
    const history = new EditHistory();
    history.push(edit(empty, first));
    const map = Uint8Array.from(first);
    history.undo(map);
    history.push(edit(empty, other));
    expect(history.canRedo).toBe(false);
  });

  it('drops the oldest edits when they take too many bytes', () => {
    const maps = randomMaps(50);
    const edits = maps.slice(1).map((after, i) => edit(maps[i] ?? after, after));
    const bytes = edits.slice(-5).reduce((sum, { runs, ids }) => {
      return sum + runs.byteLength + ids.byteLength;
    }, 0);
    const history = new EditHistory(bytes);
    for (const each of edits) history.push(each);
    const map = Uint8Array.from(maps[50] ?? []);
    let undone = 0;
    while (history.undo(map)) undone++;
    expect(undone).toBe(5);
    expect(map).toEqual(maps[45]);
  });
});
