import { expect, test } from 'vitest';
import type { ColumnResult } from '../results/resultSchema.ts';
import { madeUpColumn, madeUpResult } from '../testing/madeUpResults.ts';
import { objectBitsTable } from './objectBitsTable.ts';
import type { Table } from './table.ts';

/** A frame of 1000 pixels and 1000 bits; the object has 200 pixels, half of them at its border. */
function bits(inside: number): ColumnResult['objectBits'] {
  return {
    inside: { pixels: 100, bits: inside },
    innerBorder: { pixels: 100, bits: 100 },
    outerBorder: { pixels: 100, bits: 100 },
    background: { pixels: 700, bits: 800 - inside },
    frames: { area: [0.2, null], bits: [(inside + 100) / 1000, null] },
  };
}

const result = (name: string, objectBits: ColumnResult['objectBits']) =>
  madeUpResult(name, { x265: madeUpColumn({ objectBits }) });

const rows = ({ columns, rows: all }: Table) =>
  all.map(({ cells }) => Object.fromEntries(columns.map(({ key }, index) => [key, cells[index]])));

test('each sequence has the shares of area and bits of object, border and background', () => {
  const [dog] = rows(objectBitsTable([result('dog', bits(500))]));
  expect(dog).toEqual({
    sequence: 'dog',
    codec: 'x265 CRF 45, keyint 8',
    frames: 1,
    crf: 45,
    object_area: 20,
    object_bits: 60,
    object_density: expect.closeTo(3, 9),
    border_area: 20,
    border_bits: 20,
    background_area: 70,
    background_bits: 30,
  });
});

test('several sequences have a mean, in which each counts once', () => {
  const table = objectBitsTable([result('dog', bits(500)), result('libby', bits(100))]);
  const all = rows(table);
  expect(all.map(({ sequence }) => sequence)).toEqual(['dog', 'libby', 'mean of 2']);
  expect(all[2]).toMatchObject({ object_area: 20, object_bits: 40, frames: 2, crf: 45 });
});

test('columns without these figures are left out, and an empty table says why', () => {
  const [known, unknown] = [result('dog', bits(500)), result('libby', null)];
  expect(rows(objectBitsTable([known, unknown])).map(({ sequence }) => sequence)).toEqual(['dog']);
  const empty = objectBitsTable([unknown]);
  expect(empty.rows).toEqual([]);
  expect(empty.notes[0]).toContain('run the experiment again');
});
