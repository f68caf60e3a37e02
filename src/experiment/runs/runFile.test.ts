import { createHash } from 'node:crypto';
import { describe, expect, it, vi } from 'vitest';
import { bytesSha256 } from '../../files/sha256.ts';
import { filesOfZip } from '../../files/zipFiles.ts';
import { writeMaskFile } from '../../masks/maskFile.ts';
import { madeUpRun } from '../../testing/madeUpRun.ts';
import { zipOf } from '../../testing/testZip.ts';
import type { Run } from '../run.ts';
import type { OpenedRun } from '../runFile.ts';
import { gzip } from './gzip.ts';
import { runFilesService } from './runFilesService.ts';

// Node has no WebCodecs, so pictures are stored without loss here; runFileInChromium.test.ts stores
// them as VP9.

const NAME = 'reef.maskscope';
const noDecoding = vi.fn(() => Promise.reject(new Error('no video to decode')));

async function read(data: Blob): Promise<OpenedRun> {
  const listener = { onOpened: vi.fn(), onFrames: vi.fn() };
  const notes = await runFilesService.read({ name: NAME, data }, noDecoding, listener);
  const run: Run = listener.onOpened.mock.lastCall?.[0];
  expect(listener.onFrames.mock.lastCall).toEqual([run.frameCount]);
  return { run, notes };
}

function write(run: Run = madeUpRun()) {
  return runFilesService.write(run, () => {});
}

/** The archive's files by name, as they are stored. */
async function filesOf(run: Run = madeUpRun()): Promise<Record<string, Uint8Array>> {
  const found = await filesOfZip(await write(run), NAME);
  const entries = found.map(async ({ path, blob }) => {
    const bytes = new Uint8Array(await (await blob()).arrayBuffer());
    return [path.slice(NAME.length + 1), bytes] as const;
  });
  return Object.fromEntries(await Promise.all(entries));
}

// biome-ignore lint/suspicious/noExplicitAny: tests damage it in every way.
type LooseManifest = any;

/** A run file whose manifest was changed. */
async function changed(change: (manifest: LooseManifest) => void): Promise<Blob> {
  const files = await filesOf();
  const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json']));
  change(manifest);
  return zipOf({ ...files, 'manifest.json': jsonBytes(manifest) }, { level: 0 });
}

/** A run file in which one file has other content, as its manifest says. */
async function withContent(name: string, content: Uint8Array<ArrayBuffer>): Promise<Blob> {
  const files = await filesOf();
  const manifest = JSON.parse(new TextDecoder().decode(files['manifest.json']));
  const entry = manifest.files.find((file: LooseManifest) => file.name === name);
  entry.bytes = content.length;
  entry.sha256 = await bytesSha256(content);
  return zipOf({ ...files, [name]: content, 'manifest.json': jsonBytes(manifest) }, { level: 0 });
}

/** Hashes of all pixels: comparing objects does not look into shared memory. */
function pixelsOf({ original, truth, columns }: Run): (string | null)[] {
  const parts = [original?.frames, truth?.maps];
  for (const { pictures, maps } of columns) parts.push(pictures?.frames, maps ?? undefined);
  return parts.map((part) => {
    if (!part) return null;
    return createHash('sha256').update(new Uint8Array(part.buffer)).digest('hex');
  });
}

function jsonBytes(value: unknown): Uint8Array {
  return new TextEncoder().encode(JSON.stringify(value));
}

/** A run file with other files. */
async function withFiles(
  change: (files: Record<string, Uint8Array>) => Record<string, Uint8Array>,
  options: Parameters<typeof zipOf>[1] = { level: 0 },
) {
  return zipOf(change(await filesOf()), options);
}

describe('a run file', () => {
  it('gives back everything that the screen shows', async () => {
    const run = madeUpRun();
    const { run: found, notes } = await read(await write(run));
    expect(found).toEqual(run);
    expect(pixelsOf(found)).toEqual(pixelsOf(run));
    expect(notes).toEqual([]);
    expect(noDecoding).not.toHaveBeenCalled();
  });

  it('stores what columns share once, and shares it again', async () => {
    const run = madeUpRun();
    const names = Object.keys(await filesOf(run));
    expect(names).toEqual([
      'manifest.json',
      'pictures/0.yuv.gz',
      'maps/0.ids.gz',
      'maps/1.ids.gz',
      'pictures/1.yuv.gz',
      'videos/0.mkv',
      'masks/0.msk',
    ]);
    const { columns, original, truth } = (await read(await write(run))).run;
    expect(columns[0]?.pictures).toBe(original);
    expect(columns[1]?.pictures).toBe(original);
    expect(columns[2]?.pictures).toBe(columns[3]?.pictures);
    expect(columns[0]?.maps).toBe(truth?.maps);
    expect(columns[2]?.video).toBe(columns[3]?.video);
  });

  it('goes without originals, ground truth and scores', async () => {
    const [truth, , x265] = madeUpRun().columns;
    if (!truth || !x265) throw new Error('no columns');
    const columns = [
      { ...truth, pictures: null, scores: [], quality: [] },
      { ...x265, video: { ...x265.video, settings: null, file: new Blob(['stream']) } },
    ] as Run['columns'];
    const run = madeUpRun(undefined, 3, { original: null, truth: null, columns });
    const { run: found } = await read(await write(run));
    expect(found.original).toBeNull();
    expect(found.truth).toBeNull();
    expect(found.columns[0]?.scores).toEqual([null, null, null]);
    const file = found.columns[1]?.video?.file;
    expect(file instanceof Blob && (await file.text())).toBe('stream');
  });

  it('keeps frames of odd sides', async () => {
    const run = madeUpRun({ width: 41, height: 25 });
    const { run: found } = await read(await write(run));
    expect(pixelsOf(found)).toEqual(pixelsOf(run));
  });

  it('is not written if it contradicts itself', async () => {
    const run = madeUpRun();
    await expect(write({ ...run, scoredIds: [1] })).rejects.toThrow('contradicts itself');
    await expect(write({ ...run, frameCount: 4 })).rejects.toThrow('has a column of 3');
  });
});

describe('a run file is refused by name', () => {
  const refuses = async (data: Blob | Promise<Blob>, why: RegExp | string) => {
    const error = await read(await data).then(
      () => null,
      (reason: unknown) => reason as Error,
    );
    expect(error?.name).toBe('Problem');
    expect(error?.message).toMatch(/^reef\.maskscope /);
    // What to do.
    expect(error?.message).toMatch(
      /(Copy or download it again|Choose a \.maskscope|Update|Close other)/,
    );
    expect(error?.message).toMatch(why);
  };

  it('if it is no ZIP archive, or one of something else', async () => {
    await refuses(new Blob(['notes']), 'is not a run of Maskscope: it is not a ZIP archive');
    await refuses(new Blob([]), 'it is not a ZIP archive');
    await refuses(zipOf({}), 'it is not a ZIP archive');
    const pictures = zipOf({ 'dog/00000.jpg': Uint8Array.of(1) }, { level: 0 });
    await refuses(pictures, /a file named "dog\/00000\.jpg", which no run has/);
    await refuses(
      zipOf({ 'maps/0.ids.gz': Uint8Array.of(1) }, { level: 0 }),
      'has no manifest.json',
    );
    const text = (json: string) =>
      zipOf({ 'manifest.json': new TextEncoder().encode(json) }, { level: 0 });
    await refuses(text('{'), 'its manifest is not JSON');
    await refuses(text('{"format": "other", "version": 1}'), 'its manifest is of something else');
    await refuses(
      text('{"format": "maskscope-run", "version": 1}'),
      /its manifest is wrong at \w+/,
    );
  });

  it('if it is cut off anywhere', async () => {
    const file = await write();
    for (const share of [0.01, 0.3, 0.7, 0.99]) {
      await refuses(file.slice(0, Math.floor(share * file.size)), 'is not a complete ZIP archive');
    }
  });

  it('if it is from a newer version', async () => {
    const file = changed((manifest) => {
      manifest.version = 2;
      manifest.columns = 'something new';
    });
    await refuses(file, /made by a newer Maskscope: it is a run of version 2, .* up to 1\. Update/);
  });

  it('if a checksum is wrong', async () => {
    const file = withFiles((files) => ({
      ...files,
      'videos/0.mkv': Uint8Array.of(1, 2, 4),
    }));
    await refuses(file, 'the checksum of videos/0.mkv is wrong');
  });

  it('if its counts disagree', async () => {
    await refuses(
      changed(({ columns }) => columns[1].scores.pop()),
      'column 2 has scores for 2 frames instead of 3',
    );
    await refuses(
      changed(({ columns }) => columns[1].quality.push(null)),
      'column 2 has picture quality for 4 frames instead of 3',
    );
    await refuses(
      changed(({ columns }) => columns[2].scores[1].J.pop()),
      'column 3 has scores for other objects than the 2 scored ones',
    );
    await refuses(
      changed(({ videos }) => videos[0].packets.pop()),
      'videos/0.mkv has packets for 2 frames instead of 3',
    );
    await refuses(
      changed(({ truth }) => truth.annotated.pop()),
      'it says what is annotated for 2 frames instead of 3',
    );
    await refuses(
      changed(({ columns }) => {
        columns[1].maps = 2;
      }),
      'a column refers to a file that the manifest does not describe',
    );
  });

  it('if a mask stream has another number of masks', async () => {
    const masks = writeMaskFile({ packets: [null, null] });
    await refuses(
      withContent('masks/0.msk', masks),
      'masks/0.msk has masks for 2 frames instead of 3',
    );
  });

  it('if files are missing, unlisted, renamed or of another size', async () => {
    await refuses(
      withFiles(({ 'masks/0.msk': _, ...files }) => files),
      'masks/0.msk is missing',
    );
    await refuses(
      withFiles((files) => ({ ...files, 'maps/7.ids.gz': Uint8Array.of(1) })),
      'it has 1 file that it does not list',
    );
    await refuses(
      withFiles((files) => ({ ...files, 'masks/0.msk': Uint8Array.of(1) })),
      /masks\/0\.msk has 1 bytes instead of \d+ bytes/,
    );
  });
});

describe('a hostile run file is refused by name', () => {
  const refuses = async (data: Blob | Promise<Blob>, why: RegExp | string) => {
    const named = expect.objectContaining({ name: 'Problem', message: expect.stringMatching(why) });
    await expect(read(await data)).rejects.toEqual(named);
    await expect(read(await data)).rejects.toThrow(/^reef\.maskscope is damaged: /);
  };

  it.each([
    '../../etc/passwd',
    '/etc/passwd',
    'maps/../../x',
    'maps\\..\\x',
    'C:\\x',
    'maps/0.ids\0.gz',
  ])('with a file named %j', async (path) => {
    const hostile = withFiles((files) => ({ ...files, [path]: Uint8Array.of(1) }));
    await refuses(hostile, 'it has a file named .*, which no run has');
  });

  it('with a name twice', async () => {
    const bytes = new Uint8Array(
      await (
        await withFiles((files) => ({ ...files, 'maps/7.ids.gz': Uint8Array.of(1) }))
      ).arrayBuffer(),
    );
    const text = new TextDecoder('latin1').decode(bytes);
    for (let at = text.indexOf('maps/7'); at >= 0; at = text.indexOf('maps/7', at + 1)) {
      bytes[at + 5] = '0'.charCodeAt(0);
    }
    await refuses(new Blob([bytes]), 'it has "maps/0.ids.gz" twice');
  });

  it('with too many files', async () => {
    const many = withFiles((files) => ({
      ...files,
      ...Object.fromEntries(
        Array.from({ length: 100 }, (_, index) => [`maps/${index}.ids.gz`, Uint8Array.of(1)]),
      ),
    }));
    await refuses(many, 'it has more than 64 files');
  });

  it('with files that expand in the archive', async () => {
    const bomb = withFiles((files) => ({ ...files, 'maps/0.ids.gz': new Uint8Array(2 ** 24) }), {});
    await refuses(bomb, 'is compressed once more');
  });

  it('with an encrypted file', async () => {
    const options = { level: 0, password: 'secret' };
    await refuses(
      withFiles((files) => files, options),
      /is (encrypted|compressed)/,
    );
  });

  it('with a file that is larger than its frames', async () => {
    const large = changed(({ files }) => {
      files[1].bytes = 2 ** 22;
    });
    await refuses(large, 'is larger than its 3 frames');
  });

  it('with maps that expand to more than its frames', async () => {
    const bomb = new Uint8Array(await (await gzip(new Uint8Array(2 ** 26))).arrayBuffer());
    await refuses(
      withContent('maps/0.ids.gz', bomb),
      'maps/0.ids.gz expands to more than the 2880 bytes of its frames',
    );
    const short = new Uint8Array(await (await gzip(new Uint8Array(2879))).arrayBuffer());
    await refuses(withContent('maps/0.ids.gz', short), 'has 2879 bytes instead of 2880');
    await refuses(withContent('maps/0.ids.gz', Uint8Array.of(1, 2)), 'cannot be decompressed');
  });

  it('with frames that no memory could hold', async () => {
    const large = changed(({ sequence }) => {
      sequence.size = { width: 100_000, height: 100_000 };
    });
    await refuses(large, /its frames would take \d+ MiB of memory, more than any run may take/);
  });

  it('with a manifest that lists or describes a file twice', async () => {
    await refuses(
      changed(({ files }) => files.push(files[0])),
      'its manifest lists a file twice',
    );
    await refuses(
      changed(({ maps }) => {
        maps[1].file = maps[0].file;
      }),
      /its manifest (describes a file twice|does not say what maps\/1\.ids\.gz is)/,
    );
  });
});
