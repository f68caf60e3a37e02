import { describe, expect, it } from 'vitest';
import { foundFile, maskPng, picturePng } from '../testing/testFiles.ts';
import { readVideoFacts } from '../testing/videoReader.ts';
import { readMask, withFirstMask } from './firstMask.ts';
import { listFiles } from './openFiles.ts';
import { readTruth } from './readTruth.ts';

const pictures = ['walk/0.png', 'walk/1.png'].map((path) => foundFile(path, picturePng()));
const painted = Uint8Array.of(0, 3, 3, 0, 0, 0, 1, 0);

async function walk(...files: Parameters<typeof listFiles>[1]) {
  const [source] = (await listFiles(readVideoFacts, [...pictures, ...files])).sequences;
  if (!source) throw new Error('walk was not listed');
  return source;
}

describe('withFirstMask', () => {
  it('sets the annotation of the first frame', async () => {
    const source = withFirstMask(await walk(), painted);
    expect(source.objectIds).toEqual([1, 3]);
    expect(source.warnings[0]).toContain('Only the first frame of walk is annotated');
    const data = await source.readAnnotation(0);
    const truth = await readTruth([data && { name: 'walk/0.png', data }, null], source.size);
    expect(new Uint8Array(truth.maps.buffer).slice(0, 8)).toEqual(painted);
    expect(await source.readAnnotation(1)).toBeNull();
    expect((await source.readPicture(1)).size).toBe(picturePng().length);
  });

  it('keeps the annotations of later frames', async () => {
    const masks = [0, 1].map((index) => foundFile(`walk/Annotations/${index}.png`));
    const source = withFirstMask(await walk(...masks), painted);
    expect(source.warnings).toEqual([]);
    expect((await source.readAnnotation(1))?.size).toBe(maskPng().length);
  });

  it('rejects a mask without objects', async () => {
    const source = await walk();
    expect(() => withFirstMask(source, new Uint8Array(8))).toThrow(
      'The mask for the first frame of walk marks no object.',
    );
  });
});

describe('readMask', () => {
  it('reads a PNG as ids, and rejects another size', async () => {
    const png = new Blob([maskPng(2)]);
    const size = { width: 4, height: 2 };
    expect(await readMask(png, 'mask.png', size)).toEqual(new Uint8Array(8).fill(2));
    await expect(readMask(png, 'mask.png', { width: 2, height: 2 })).rejects.toThrow(
      'mask.png is 4×2, but its picture is 2×2.',
    );
  });
});
