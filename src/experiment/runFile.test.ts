import { describe, expect, it } from 'vitest';
import { fingerprint } from '../sequence/fingerprint.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import { madeUpProvenance } from '../testing/madeUpResults.ts';
import { madeUpRun } from '../testing/madeUpRun.ts';
import { assertSameSequence, isRunFile } from './runFile.ts';

/** Three frames whose files have this content. */
function sourceOf(content: string, change: Partial<SequenceSource> = {}): SequenceSource {
  return {
    name: 'dog',
    origin: 'folder',
    layout: 'davis',
    video: null,
    laterObjects: false,
    pictureNames: ['00000.jpg', '00001.jpg', '00002.jpg'],
    size: { width: 40, height: 24 },
    objectIds: [1, 2],
    frameRate: 25,
    warnings: [],
    readPicture: async (index) => new Blob([`${content} ${index}`]),
    readAnnotation: async () => null,
    ...change,
  };
}

/** A run of the first frames of {@link sourceOf} `pictures`. */
async function runOf(frameCount: number) {
  const input = await fingerprint(sourceOf('pictures'), frameCount);
  return madeUpRun(undefined, frameCount, { provenance: madeUpProvenance({ input }) });
}

const NAME = 'reef.maskscope';

describe('a run of an open sequence', () => {
  it('is one of the same files, whatever they are called, or of its first frames', async () => {
    const renamed = sourceOf('pictures', { name: 'copy' });
    await assertSameSequence(await runOf(3), NAME, renamed);
    await assertSameSequence(await runOf(2), NAME, renamed);
  });

  it('is refused by name if its pictures are others', async () => {
    const run = await runOf(3);
    const refuses = (source: SequenceSource, why: string) =>
      expect(assertSameSequence(run, NAME, source)).rejects.toThrow(
        `${NAME} is a run of other pictures than those of dog: ${why}. Open reef, or`,
      );
    await refuses(sourceOf('others'), 'the files of pictures or annotations differ');
    const mask = async () => new Blob(['mask']);
    await refuses(
      sourceOf('pictures', { readAnnotation: mask }),
      'the files of pictures or annotations differ',
    );
    await refuses(
      sourceOf('pictures', { size: { width: 8, height: 8 } }),
      'they are 40×24 instead of 8×8',
    );
    await refuses(
      sourceOf('pictures', { pictureNames: ['00000.jpg'] }),
      'it has 3 frames, and the sequence 1',
    );
  });
});

it('run files are told by their extension', () => {
  expect(['a.maskscope', 'A.Maskscope', 'maskscope', 'a.zip'].map(isRunFile)).toEqual([
    true,
    true,
    false,
    false,
  ]);
});
