import { Problem } from '../../problem.ts';
import { frameBytes } from '../../sequence/frames.ts';
import '../../sequence/zodSettings.ts';
import { type Manifest, manifestHeadSchema, manifestSchema, RUN_VERSION } from './manifest.ts';
import { damaged, notRun } from './refusals.ts';

/** Most bytes of pixels that a run may ask for: eight columns of 360 frames of 1280×720. */
const MOST_PIXEL_BYTES = 4 * 2 ** 30;

/**
 * Parses a run's manifest and checks all of its counts, so that nothing is allocated for a manifest
 * that contradicts itself.
 *
 * @param file the run file's name, for messages
 * @throws Problem naming the file if it is not a run, from a newer version, damaged or too large
 */
export function readManifest(bytes: Uint8Array, file: string): Manifest {
  let json: unknown;
  try {
    json = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
  } catch (cause) {
    throw damaged(file, 'its manifest is not JSON', { cause });
  }
  const head = manifestHeadSchema.safeParse(json);
  if (!head.success) throw notRun(file, 'its manifest is of something else', { cause: head.error });
  if (head.data.version > RUN_VERSION) {
    throw new Problem(
      `${file} was made by a newer Maskscope: it is a run of version ${head.data.version}, and this one reads versions up to ${RUN_VERSION}.`,
      'Update Maskscope, or save the run again with this version.',
    );
  }
  const parsed = manifestSchema.safeParse(json);
  if (!parsed.success) {
    // The first fault is enough: in a long manifest one mistake is repeated for every frame.
    const [issue] = parsed.error.issues;
    const where = issue?.path.join('.') ?? '';
    throw damaged(file, `its manifest is wrong at ${where} (${issue?.message})`, {
      cause: parsed.error,
    });
  }
  const fault = contradiction(parsed.data);
  if (fault) throw damaged(file, fault);
  return parsed.data;
}

/** How the counts of a manifest disagree, to follow "… is damaged:"; null if they agree. */
export function contradiction(manifest: Manifest): string | null {
  const { sequence, truth, columns, videos } = manifest;
  const { frameCount, scoredIds } = sequence;
  const wrong = (what: string, found: number, expected: number, unit = 'frames') =>
    found === expected ? null : `${what} for ${found} ${unit} instead of ${expected}`;
  const faults: (string | null)[] = [
    truth && wrong('it says what is annotated', truth.annotated.length, frameCount),
    ...columns.flatMap((column, at) => {
      const name = `column ${at + 1}`;
      const odd = column.scores.find(
        (score) =>
          score && (score.J.length !== scoredIds.length || score.F.length !== scoredIds.length),
      );
      return [
        wrong(`${name} has scores`, column.scores.length, frameCount),
        wrong(`${name} has picture quality`, column.quality.length, frameCount),
        odd
          ? `${name} has scores for other objects than the ${scoredIds.length} scored ones`
          : null,
        column.imported?.packets
          ? wrong(`${name} has packets`, column.imported.packets.length, frameCount)
          : null,
      ];
    }),
    ...videos.map(({ file, packets }) => wrong(`${file} has packets`, packets.length, frameCount)),
    missingPart(manifest),
    fileFault(manifest),
  ];
  return faults.find((fault) => fault !== null) ?? null;
}

/** An index that points nowhere. */
function missingPart({ columns, original, truth, ...lists }: Manifest): string | null {
  const { pictures, maps, videos, maskStreams } = lists;
  const found =
    points(pictures, [original, ...columns.map((column) => column.pictures)]) &&
    points(maps, [truth?.maps ?? null, ...columns.map((column) => column.maps)]) &&
    points(
      videos,
      columns.map(({ video }) => video),
    ) &&
    points(
      maskStreams,
      columns.map(({ masks }) => masks),
    );
  return found ? null : 'a column refers to a file that the manifest does not describe';
}

function points(list: readonly unknown[], indices: readonly (number | null)[]): boolean {
  return indices.every((index) => index === null || index < list.length);
}

/** Files that are described but not listed, or larger than their frames justify. */
function fileFault({ sequence, pictures, maps, videos, maskStreams, files }: Manifest) {
  const { size, frameCount } = sequence;
  const pictureBytes = frameBytes(size) * frameCount;
  const mapBytes = size.width * size.height * frameCount;
  const pixels = pictures.length * pictureBytes + maps.length * mapBytes;
  if (pixels > MOST_PIXEL_BYTES) {
    return `its frames would take ${Math.round(pixels / 2 ** 20)} MiB of memory, more than any run may take`;
  }
  const described = [
    ...[...pictures, ...videos].map(({ file }) => ({ file, most: pictureBytes })),
    ...[...maps, ...maskStreams].map(({ file }) => ({ file, most: mapBytes })),
  ];
  const sizes = new Map(files.map(({ name, bytes }) => [name, bytes]));
  if (sizes.size !== files.length) return 'its manifest lists a file twice';
  const names = new Set(described.map(({ file }) => file));
  const unused = files.find(({ name }) => !names.has(name));
  if (unused) return `its manifest does not say what ${unused.name} is`;
  if (names.size !== described.length) return 'its manifest describes a file twice';
  for (const { file, most } of described) {
    const bytes = sizes.get(file);
    if (bytes === undefined) return `its manifest does not list ${file}`;
    // Containers and incompressible data take a little more than the raw samples.
    if (bytes > most * 1.1 + HEADROOM) return `${file} is larger than its ${frameCount} frames`;
  }
  return null;
}

/** Bytes of a container and of an encoder's messages, for the smallest of videos. */
const HEADROOM = 2 ** 20;
