import { describe, expect, it } from 'vitest';
import { hasShared, readShared, withShared } from '../testing/sharedFixtures.ts';
import { foundFile, maskPng } from '../testing/testFiles.ts';
import { readVideoFacts } from '../testing/videoReader.ts';
import { listFiles } from './openFiles.ts';
import { findVideos, isVideoFile } from './videoFile.ts';

function masksOf(...paths: string[]): (string | undefined)[] {
  return findVideos(paths.map((path) => foundFile(path))).map(({ mask }) => mask?.path);
}

describe('findVideos', () => {
  it('matches a video with the PNG of the same name, or with the only one', () => {
    expect(masksOf('a.mp4', 'b.mkv', 'b.png', 'other.png')).toEqual([undefined, 'b.png']);
    expect(masksOf('a.mp4', 'mask.png')).toEqual(['mask.png']);
    expect(masksOf('a.mp4', 'walk/0.png', 'walk/1.png')).toEqual([undefined]);
    expect(masksOf('a.mp4', 'picture.jpg')).toEqual([undefined]);
  });

  it('recognises videos by their extension', () => {
    const names = ['a.mp4', 'A.MOV', 'a.mkv', 'a.webm', 'a.hevc', 'a.y4m', 'mp4'];
    expect(names.filter(isVideoFile)).toEqual(['a.mp4', 'A.MOV', 'a.mkv', 'a.webm']);
  });
});

describe('a video', () => {
  it('that cannot be read is reported by name', async () => {
    const { broken } = await listFiles(readVideoFacts, [foundFile('clips/a.mp4', 'not a video')]);
    expect(broken[0]?.name).toBe('a');
    expect(broken[0]?.problem).toMatch(/^clips\/a\.mp4 cannot be read as Matroska/);
  });
});

describe.skipIf(!hasShared)(withShared('bike-packing of ../shared/footage'), () => {
  const video = foundFile(
    'bike-packing.mp4',
    hasShared ? readShared('footage/bike-packing.mp4') : '',
  );

  it('opens with its size, frames and frame rate, without objects', async () => {
    const { sequences, broken } = await listFiles(readVideoFacts, [video]);
    expect(broken).toEqual([]);
    expect(sequences[0]).toMatchObject({
      name: 'bike-packing',
      layout: 'video',
      size: { width: 910, height: 480 },
      frameRate: 12,
      objectIds: [],
      warnings: [],
      video: { name: 'bike-packing.mp4' },
    });
    expect(sequences[0]?.pictureNames).toHaveLength(69);
    expect(sequences[0]?.pictureNames.at(-1)).toBe('00068');
    await expect(sequences[0]?.readPicture(0)).rejects.toThrow('bike-packing.mp4');
  });

  it('uses a PNG of the same name as the mask of its first frame', async () => {
    const png = readShared('predictions/osvos-davis2017/bike-packing/00000.png');
    const { sequences } = await listFiles(readVideoFacts, [
      video,
      foundFile('bike-packing.png', png),
    ]);
    expect(sequences[0]?.objectIds).toEqual([1, 2]);
    expect((await sequences[0]?.readAnnotation(0))?.size).toBe(png.length);
    expect(await sequences[0]?.readAnnotation(1)).toBeNull();
  });

  it('rejects a mask of another size', async () => {
    const { broken } = await listFiles(readVideoFacts, [video, foundFile('mask.png', maskPng())]);
    expect(broken[0]?.problem).toContain('mask.png is 4×2, but its picture is 910×480.');
  });

  it('opens the Matroska files of ../shared/davis-train with an integer frame rate', async () => {
    const master = readShared('davis-train/video/bear.mkv');
    const { sequences } = await listFiles(readVideoFacts, [foundFile('bear.mkv', master)]);
    expect(sequences[0]).toMatchObject({ size: { width: 854, height: 480 }, frameRate: 24 });
    expect(sequences[0]?.pictureNames).toHaveLength(82);
  });
});
