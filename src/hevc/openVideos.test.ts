import { expect, test } from 'vitest';
import { OpenVideos } from './openVideos.ts';

class MadeUpVideo {
  constructor(public keptBytes: number) {}

  forget(): void {
    this.keptBytes = 0;
  }
}

test('above the limit the blocks of the least recently read videos are forgotten', () => {
  const videos = new OpenVideos<MadeUpVideo>(25);
  const [first, second, third] = [10, 10, 10].map((bytes) => new MadeUpVideo(bytes));
  const numbers = [first, second, third].map((video) => videos.add(video as MadeUpVideo));
  videos.use(numbers[0] as number);
  const fourth = videos.add(new MadeUpVideo(100));
  videos.use(fourth);
  // The first was used after the second.
  expect([first, second, third].map((video) => video?.keptBytes)).toEqual([10, 0, 10]);
});

test('the video that is read keeps its blocks, and a closed one is not open', () => {
  const videos = new OpenVideos<MadeUpVideo>(0);
  const video = new MadeUpVideo(10);
  const number = videos.add(video);
  expect(videos.use(number).keptBytes).toBe(10);
  videos.close(number);
  expect(() => videos.use(number)).toThrow('not open');
});
