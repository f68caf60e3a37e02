import { encode } from 'fast-png';
import { describe, expect, it } from 'vitest';
import { hasShared, readShared, withShared } from '../testing/sharedFixtures.ts';
import { encodeLabelMapPng } from './labelMapPng.ts';
import { labelMap } from './labelMaps.ts';
import { readTruth } from './readTruth.ts';

const size = { width: 2, height: 1 };

function grey(...data: [number, number]) {
  const png = Uint8Array.from(encode({ ...size, channels: 1, data: Uint8Array.from(data) }));
  return { name: 'dog/00000.png', data: new Blob([png]) };
}

describe('readTruth', () => {
  it('reads white as object 1 when all grey files are black and white', async () => {
    const truth = await readTruth([grey(0, 255), grey(0, 0), grey(255, 255)], size);
    expect([0, 1, 2].map((index) => [...labelMap(truth.maps, index)])).toEqual([
      [0, 1],
      [0, 0],
      [1, 1],
    ]);
    expect(truth.objectIds).toEqual([1]);
  });

  it('reads white as void in all grey files when one of them contains other ids', async () => {
    const truth = await readTruth([grey(0, 255), grey(2, 255)], size);
    expect([...labelMap(truth.maps, 0)]).toEqual([0, 255]);
    expect([...labelMap(truth.maps, 1)]).toEqual([2, 255]);
    expect(truth.objectIds).toEqual([2]);
  });

  it('returns the ids of all frames, and which frames are annotated', async () => {
    const palette = (...ids: [number, number]) => {
      const png = Uint8Array.from(encodeLabelMapPng(Uint8Array.from(ids), size));
      return { name: 'dog/00000.png', data: new Blob([png]) };
    };
    const truth = await readTruth([palette(1, 255), null, palette(3, 0)], size);
    expect(truth.annotated).toEqual([true, false, true]);
    expect([...labelMap(truth.maps, 1)]).toEqual([0, 0]);
    expect(truth.objectIds).toEqual([1, 3]);
  });

  it('reports a file with another size', async () => {
    const reading = readTruth([grey(0, 255)], { width: 4, height: 4 });
    await expect(reading).rejects.toThrow('dog/00000.png is 2×1, but its picture is 4×4.');
  });
});

describe.skipIf(!hasShared)(withShared('readTruth on DAVIS-2016'), () => {
  it('finds one object in every frame of soapbox', async () => {
    const annotations = Array.from({ length: 99 }, (_, index) => {
      const name = `soapbox/${String(index).padStart(5, '0')}.png`;
      return { name, data: new Blob([readShared(`davis/Annotations/480p/${name}`)]) };
    });
    const truth = await readTruth(annotations, { width: 854, height: 480 });
    expect(truth.objectIds).toEqual([1]);
    expect(truth.annotated.every(Boolean)).toBe(true);
    for (let index = 0; index < 99; index++) expect(labelMap(truth.maps, index)).toContain(1);
  });
});
