// This entry point has neither zip.js's own compressor, which browsers have built in, nor its
// inline worker script, which our Content-Security-Policy forbids.
import {
  BlobReader,
  BlobWriter,
  type Entry,
  ERR_INVALID_CRC32,
  ERR_LOCAL_FILE_HEADER_NOT_FOUND,
  type FileEntry,
  ZipReader,
} from '@zip.js/zip.js/lib/zip-core-native.js';
import { Problem } from '../problem.ts';
import { isHidden } from './fileNames.ts';
import type { FoundFile } from './foundFile.ts';

/** Files unpacked at the same time; more would only take more memory. */
const PARALLEL_FILES = 4;

/**
 * Lists the files in a ZIP archive, including zip64. Reads only the archive's directory. A file is
 * unpacked and checked against its checksum on each call of its `blob()`, so the archive may be
 * larger than memory; `blob()` of a damaged file rejects with a Problem naming it.
 *
 * @param name the archive's name, the first part of each file's path
 * @throws Problem naming the archive if it is damaged, cut off or encrypted
 */
export async function filesOfZip(archive: Blob, name: string): Promise<FoundFile[]> {
  // Never closed: files are read from it for as long as the sequence is open.
  const reader = new ZipReader(new BlobReader(archive), {
    useWebWorkers: false,
    // Unsafe paths do no harm, because nothing is written to disk.
    filenameValidation: 'tolerant',
    checkSignature: true,
  });
  const entries = await entriesOf(reader).catch((cause: unknown) => {
    throw damagedArchive(name, cause);
  });
  const slots = new Slots(PARALLEL_FILES);
  const files: FoundFile[] = [];
  for (const entry of entries) {
    // Archives from Windows may separate folders by a backslash.
    const member = entry.filename.replaceAll('\\', '/');
    if (entry.directory || member.split('/').some(isHidden)) continue;
    if (entry.encrypted) {
      throw new Problem(
        `${name} is encrypted (${member}).`,
        'Unpack it with its password and drop the folder.',
      );
    }
    const path = `${name}/${member}`;
    files.push({ path, blob: () => slots.run(() => unpack(entry, path)) });
  }
  return files;
}

/** Entries that are read before the page may react to the user again. */
const ENTRIES_AT_ONCE = 500;

async function entriesOf(reader: ZipReader<Blob>): Promise<Entry[]> {
  const entries: Entry[] = [];
  for await (const entry of reader.getEntriesGenerator()) {
    entries.push(entry);
    if (entries.length % ENTRIES_AT_ONCE === 0) await new Promise((resolve) => setTimeout(resolve));
  }
  return entries;
}

async function unpack(entry: FileEntry, path: string): Promise<Blob> {
  if (!UNPACKED_METHODS.includes(entry.compressionMethod)) {
    throw new Problem(
      `${path} could not be unpacked: it is compressed with method ${entry.compressionMethod} of ZIP, and browsers know only 8 (Deflate).`,
      'Unpack the archive with another program and drop the folder.',
    );
  }
  try {
    return await entry.getData(new BlobWriter());
  } catch (cause) {
    throw new Problem(
      `${path} could not be unpacked: ${unpackReason(cause)}.`,
      'Copy or download the archive again.',
      { cause },
    );
  }
}

/** Stored, Deflate. */
const UNPACKED_METHODS = [0, 8];

function unpackReason(cause: unknown): string {
  const message = messageOf(cause);
  if (message === ERR_INVALID_CRC32) return 'its content does not have the checksum in the archive';
  if (message === ERR_LOCAL_FILE_HEADER_NOT_FOUND) {
    return 'it is not where the archive says, so the archive is damaged';
  }
  return `its compressed data is damaged (${message || 'no reason was given'})`;
}

function damagedArchive(name: string, cause: unknown): Problem {
  return new Problem(
    `${name} is not a complete ZIP archive (${messageOf(cause)}).`,
    'Copy or download it again.',
    { cause },
  );
}

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}

/** Runs a bounded number of tasks at once; the others wait for their turn. */
class Slots {
  private readonly waiting: (() => void)[] = [];

  constructor(private free: number) {}

  async run<Result>(task: () => Promise<Result>): Promise<Result> {
    if (this.free > 0) this.free -= 1;
    else await new Promise<void>((resolve) => this.waiting.push(resolve));
    try {
      return await task();
    } finally {
      const next = this.waiting.shift();
      if (next) next();
      else this.free += 1;
    }
  }
}
