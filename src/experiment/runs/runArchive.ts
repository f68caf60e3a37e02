// See `files/zipFiles.ts` for why this entry point of zip.js.
import {
  BlobReader,
  BlobWriter,
  type FileEntry,
  TextReader,
  Uint8ArrayWriter,
  ZipReader,
  ZipWriter,
} from '@zip.js/zip.js/lib/zip-core-native.js';
import type { NamedFile } from '../../files/namedFile.ts';
import { formatBytes } from '../../files/readBytes.ts';
import { bytesSha256 } from '../../files/sha256.ts';
import { count } from '../../messageWords.ts';
import { Problem } from '../../problem.ts';
import { formatManifest, MANIFEST_NAME, type Manifest } from './manifest.ts';
import { readManifest } from './readManifest.ts';
import { damaged, notRun } from './refusals.ts';

// Every file of a run is stored in the archive as it is, without the archive's compression: videos
// and gzip do not get smaller, and what is not compressed cannot expand.

/** More files than eight columns can have. */
const MOST_FILES = 64;

/** Longest manifest: its scores take about 600 bytes per frame and column. */
const MOST_MANIFEST_BYTES = 64 * 2 ** 20;

/** Numbered files of a run, e.g. `pictures/0.webm`. */
const FILE_NAME = /^(pictures|maps|videos|masks)\/\d+\.[a-z0-9]+(\.gz)?$/;

/** The files of a run, by name. */
export type RunFiles = ReadonlyMap<string, Blob>;

/** An open run file whose manifest and list of files are checked. */
export interface RunArchive {
  readonly manifest: Manifest;
  /**
   * Reads a file of the run.
   *
   * @throws Problem naming the run file if it is damaged there
   */
  read(name: string): Promise<Uint8Array<ArrayBuffer>>;
}

/** Writes a run file. The manifest comes first, then the files in their order. */
export async function packRun(
  manifest: Omit<Manifest, 'files'>,
  contents: RunFiles,
): Promise<Blob> {
  const files: Manifest['files'][number][] = [];
  for (const [name, data] of contents) {
    const bytes = new Uint8Array(await data.arrayBuffer());
    files.push({ name, bytes: bytes.length, sha256: await bytesSha256(bytes) });
  }
  const writer = new ZipWriter(new BlobWriter('application/zip'), {
    useWebWorkers: false,
    level: 0,
  });
  await writer.add(MANIFEST_NAME, new TextReader(formatManifest({ ...manifest, files })));
  for (const [name, data] of contents) await writer.add(name, new BlobReader(data));
  return writer.close();
}

/**
 * Opens a run file: reads its directory and its manifest, and no pixels.
 *
 * @throws Problem naming the file if it is not a run, cut off, damaged, from a newer version, or if
 *   its files are not those that its manifest lists
 */
export async function openRun(file: NamedFile): Promise<RunArchive> {
  await assertZip(file);
  const entries = await entriesOf(file);
  const head = entries.get(MANIFEST_NAME);
  if (!head) throw notRun(file.name, `it has no ${MANIFEST_NAME}`);
  if (head.uncompressedSize > MOST_MANIFEST_BYTES) {
    throw damaged(file.name, `its manifest has ${formatBytes(head.uncompressedSize)}`);
  }
  const manifest = readManifest(await bytesOf(file.name, head), file.name);
  assertListed(file.name, entries, manifest);
  const listed = new Map(manifest.files.map((entry) => [entry.name, entry]));
  return {
    manifest,
    async read(name) {
      const entry = entries.get(name);
      const { sha256 } = listed.get(name) ?? {};
      if (!entry) throw damaged(file.name, `${name} is missing`);
      const bytes = await bytesOf(file.name, entry);
      if ((await bytesSha256(bytes)) === sha256) return bytes;
      throw damaged(file.name, `the checksum of ${name} is wrong`);
    },
  };
}

async function assertZip({ name, data }: NamedFile): Promise<void> {
  const start = new Uint8Array(await data.slice(0, 4).arrayBuffer());
  const isZip = [0x50, 0x4b, 0x03, 0x04].every((byte, index) => start[index] === byte);
  if (!isZip) throw notRun(name, 'it is not a ZIP archive');
}

/** The archive's files by name, none of them compressed, encrypted, doubled or oddly named. */
async function entriesOf({ name, data }: NamedFile): Promise<Map<string, FileEntry>> {
  const reader = new ZipReader(new BlobReader(data), {
    useWebWorkers: false,
    // Its own checks name no file; those below do.
    filenameValidation: 'tolerant',
  });
  const entries = new Map<string, FileEntry>();
  try {
    for await (const entry of reader.getEntriesGenerator()) {
      const path = JSON.stringify(entry.filename);
      if (entries.size === MOST_FILES) throw damaged(name, `it has more than ${MOST_FILES} files`);
      if (
        entry.directory ||
        (entry.filename !== MANIFEST_NAME && !FILE_NAME.test(entry.filename))
      ) {
        throw damaged(name, `it has a file named ${path}, which no run has`);
      }
      if (entries.has(entry.filename)) throw damaged(name, `it has ${path} twice`);
      if (entry.encrypted) throw damaged(name, `${path} is encrypted`);
      if (entry.compressionMethod !== 0 || entry.compressedSize !== entry.uncompressedSize) {
        throw damaged(name, `${path} is compressed once more, so that its true size is not known`);
      }
      if (entry.uncompressedSize > data.size) {
        throw damaged(name, `${path} is said to be larger than the whole file`);
      }
      entries.set(entry.filename, entry);
    }
  } catch (cause) {
    if (cause instanceof Problem) throw cause;
    throw damaged(name, 'it is not a complete ZIP archive', { cause });
  }
  return entries;
}

async function bytesOf(file: string, entry: FileEntry): Promise<Uint8Array<ArrayBuffer>> {
  try {
    const bytes = await entry.getData(new Uint8ArrayWriter());
    if (bytes.length === entry.uncompressedSize) return Uint8Array.from(bytes);
  } catch (cause) {
    throw damaged(file, `${entry.filename} cannot be read`, { cause });
  }
  throw damaged(file, `${entry.filename} is cut off`);
}

/** The archive holds the files of the manifest, with their sizes, and no others. */
function assertListed(
  file: string,
  entries: ReadonlyMap<string, FileEntry>,
  { files }: Manifest,
): void {
  for (const { name, bytes } of files) {
    const entry = entries.get(name);
    if (!entry) throw damaged(file, `${name} is missing`);
    if (entry.uncompressedSize !== bytes) {
      const has = formatBytes(entry.uncompressedSize);
      throw damaged(file, `${name} has ${has} instead of ${formatBytes(bytes)}`);
    }
  }
  const others = entries.size - 1 - files.length;
  if (others !== 0) throw damaged(file, `it has ${count(others, 'file')} that it does not list`);
}
