import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, test } from 'vitest';
import { NetworksService } from '../networks/networksService.ts';
import { resultKey } from '../results/resultIdentity.ts';
import type { SequenceSource } from '../sequence/sequence.ts';
import { madeUpColumn, madeUpResult } from '../testing/madeUpResults.ts';
import { networksInPlace } from '../testing/networksInPlace.ts';
import { serveModels } from '../testing/testNetworks.ts';
import { collectProvenance } from './collectProvenance.ts';
import { DEFAULT_CONFIGURATION } from './configuration.ts';
import { IDLE_EXPERIMENT } from './experimentState.ts';
import { type ExperimentMedia, NO_MEDIA } from './media.ts';

beforeAll(serveModels);

const SOURCE: SequenceSource = {
  name: 'dog',
  origin: 'folder',
  layout: 'davis',
  video: null,
  laterObjects: false,
  pictureNames: ['00000.jpg'],
  size: { width: 64, height: 64 },
  objectIds: [1],
  frameRate: 25,
  warnings: [],
  readPicture: async () => new Blob(['picture']),
  readAnnotation: async () => null,
};

const workers = { networks: networksInPlace(new NetworksService()) };

async function provenanceOf(
  media: ExperimentMedia,
  signal = new AbortController().signal,
  finished = IDLE_EXPERIMENT,
) {
  const complete = await collectProvenance(SOURCE, DEFAULT_CONFIGURATION, media, workers, signal);
  return complete(finished);
}

const file = (name: string, content: string) => ({ name, data: new Blob([content]) });

const sha256 = (content: string) => createHash('sha256').update(content).digest('hex');

function pictures(name: string, content: string, bits: string): ExperimentMedia {
  const bitstream = file('output.bit', bits);
  const imported = {
    title: 'VVenC',
    kind: 'frames',
    file: file(name, content),
    bitstream,
  } as const;
  return { ...NO_MEDIA, imported };
}

test('user-supplied files are listed with their names and hashes', async () => {
  const { givenFiles } = await provenanceOf({
    ...pictures('output.yuv', 'planes', 'bits'),
    x265Stream: file('dog.mkv', 'stream'),
  });
  expect(givenFiles).toEqual([
    { role: 'x265 stream', name: 'dog.mkv', sha256: sha256('stream') },
    { role: 'imported pictures', name: 'output.yuv', sha256: sha256('planes') },
    { role: 'imported bitstream', name: 'output.bit', sha256: sha256('bits') },
  ]);
});

test('an imported stream is listed as one file; without an import the list is empty', async () => {
  const imported = { title: 'AV1', kind: 'stream', file: file('a.webm', 'stream') } as const;
  expect((await provenanceOf({ ...NO_MEDIA, imported })).givenFiles).toEqual([
    { role: 'imported stream', name: 'a.webm', sha256: sha256('stream') },
  ]);
  expect((await provenanceOf(NO_MEDIA)).givenFiles).toEqual([]);
});

test('a result’s key depends on the contents of user-supplied files, not on names or titles', async () => {
  const keyOf = async (media: ExperimentMedia, title = 'VVenC') =>
    resultKey({
      ...madeUpResult('dog', { imported: madeUpColumn({ title }) }),
      provenance: await provenanceOf(media),
    });
  const key = await keyOf(pictures('output.yuv', 'planes', 'bits'));
  expect(await keyOf(pictures('copy.yuv', 'planes', 'bits'))).toBe(key);
  expect(await keyOf(pictures('output.yuv', 'planes', 'bits'), 'VVC, low delay')).toBe(key);
  expect(await keyOf(pictures('output.yuv', 'other planes', 'bits'))).not.toBe(key);
  expect(await keyOf(pictures('output.yuv', 'planes', 'other bits'))).not.toBe(key);
  expect(await keyOf(NO_MEDIA)).not.toBe(key);
});

test('a cancelled experiment stops hashing files', async () => {
  const cancelled = provenanceOf(pictures('output.yuv', 'planes', 'bits'), AbortSignal.abort());
  await expect(cancelled).rejects.toThrow(expect.objectContaining({ name: 'AbortError' }));
});

describe('a file that can no longer be read', () => {
  const gone = new Blob(['planes']);
  gone.slice = () => {
    throw new DOMException('It was moved.', 'NotFoundError');
  };
  const imported = { title: 'VVenC', kind: 'frames', bitstream: null } as const;
  const media = {
    x265Stream: file('dog.mkv', 'stream'),
    imported: { ...imported, file: { name: 'output.yuv', data: gone } },
  };

  test('is left out if no column was made from it; the other files are still listed', async () => {
    const { givenFiles } = await provenanceOf(media);
    expect(givenFiles).toEqual([
      { role: 'x265 stream', name: 'dog.mkv', sha256: sha256('stream') },
    ]);
  });

  test('is an error if a column was made from it', async () => {
    const { columns } = IDLE_EXPERIMENT;
    const finished = {
      ...IDLE_EXPERIMENT,
      columns: { ...columns, imported: { ...columns.imported, scores: [null] } },
    };
    const signal = new AbortController().signal;
    await expect(provenanceOf(media, signal, finished)).rejects.toThrow('output.yuv');
  });
});
