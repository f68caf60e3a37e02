import { z } from 'zod';
import type { FoundFile } from '../files/foundFile.ts';
import { isPage } from '../files/isPage.ts';
import { Problem } from '../problem.ts';
import { inspectSequences } from './inspectSequence.ts';
import type { SequenceListing, SequenceOrigin } from './sequence.ts';
import type { SequenceFiles } from './sequenceFiles.ts';
import { type SequenceIndex, sequenceIndexSchema } from './sequenceIndex.ts';

/**
 * Lists the sequences of a web server in DAVIS layout, from its `index.json`. Fetches the first
 * picture and annotation of sequences whose size and objects are not in the index.
 *
 * @param base address of the folder with `index.json`, with a trailing `/`, e.g. `/samples/`
 * @throws Problem that names the address when the index cannot be loaded or parsed, or with the
 *   problem that the server reports in it
 */
export async function listHttpSequences(
  base: string,
  origin: Extract<SequenceOrigin, 'built-in' | 'served'>,
): Promise<SequenceListing> {
  const index = await fetchIndex(`${base}index.json`);
  if (index.problem !== undefined) {
    throw new Problem(index.problem, 'Fix this, restart the server and reload this page.');
  }
  const { sequences, broken } = await inspectSequences(
    index.sequences.map((sequence) => sequenceFiles(sequence, index.resolution, base, origin)),
  );
  const brokenThere = index.broken.map((sequence) => ({ ...sequence, origin }));
  return { sequences, broken: [...broken, ...brokenThere] };
}

async function fetchIndex(address: string): Promise<SequenceIndex> {
  const text = await (await fetchFile(address)).text();
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw badIndex(address, 'it is not JSON', cause);
  }
  const parsed = sequenceIndexSchema.safeParse(json);
  if (!parsed.success) throw badIndex(address, z.prettifyError(parsed.error), parsed.error);
  return parsed.data;
}

function badIndex(address: string, reason: string, cause: unknown): Problem {
  return new Problem(
    `${address} is not a list of sequences: ${reason}.`,
    'Check this file on the server.',
    { cause },
  );
}

function sequenceFiles(
  sequence: SequenceIndex['sequences'][number],
  indexResolution: string,
  base: string,
  origin: SequenceOrigin,
): SequenceFiles {
  const { name, layout, pictures, annotations, size, objectIds, turned, submitted, warnings } =
    sequence;
  const resolution = sequence.resolution ?? indexResolution;
  const folder = (kind: string) => [kind, resolution, name].filter(Boolean).join('/');
  const filesIn = (kind: string, names: readonly string[]): FoundFile[] =>
    names.map((file) => {
      const path = `${folder(kind)}/${file}`;
      const address = base + path.split('/').map(encodeURIComponent).join('/');
      return { path, blob: () => fetchFile(address) };
    });
  return {
    name,
    origin,
    layout,
    warnings,
    submitted: submitted && new Set(submitted),
    pictures: filesIn('JPEGImages', pictures),
    annotations: filesIn('Annotations', annotations),
    annotationFolder: folder('Annotations'),
    firstFrame: size && objectIds && { size, objectIds, turned },
  };
}

async function fetchFile(address: string): Promise<Blob> {
  let response: Response;
  try {
    response = await fetch(address);
  } catch (cause) {
    throw new Problem(
      `${address} could not be loaded: the server does not respond.`,
      'Check the connection and reload the page.',
      { cause },
    );
  }
  // Servers of single-page apps return the page for unknown paths.
  if (!response.ok || isPage(response)) {
    const reason = response.ok
      ? 'the file does not exist'
      : `the server returned ${response.status}`;
    throw new Problem(
      `${address} could not be loaded: ${reason}.`,
      'Check that the file exists and reload the page.',
    );
  }
  try {
    return await response.blob();
  } catch (cause) {
    throw new Problem(`The download of ${address} was interrupted.`, 'Reload the page.', { cause });
  }
}
