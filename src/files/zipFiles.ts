// The entry without its own copy of a compressor and without a worker's script in a text: browsers
// have the one built in, and our Content-Security-Policy forbids the other.
import {
  BlobReader,
  BlobWriter,
  type FileEntry,
  ZipReader,
} from '@zip.js/zip.js/lib/zip-core-native.js';
import { Problem } from '../problem.ts';
import { isHidden } from './fileNames.ts';
import type { FoundFile } from './foundFile.ts';

/** Members unpacked at once; more would only hold more of them in memory. */
const PARALLEL_MEMBERS = 4;

export function isZipFile(name: string): boolean {
  return /\.zip$/i.test(name);
}

/**
 * The files in a ZIP archive, zip64 included. Reads the archive's list alone; a file is unpacked, and
 * checked against its checksum, each time that it is asked for, so the archive may be larger than memory.
 *
 * @param name of the archive: the first part of each file's path
 * @throws Problem that names the archive when it is damaged, cut off or encrypted; a file rejects with
 *   a Problem that names it when it is damaged
 */
export async function filesOfZip(archive: Blob, name: string): Promise<FoundFile[]> {
  // Never closed: files are read from it for as long as the sequence is open.
  const reader = new ZipReader(new BlobReader(archive), {
    useWebWorkers: false,
    // Names are only names here, nothing is written to a disk.
    filenameValidation: 'tolerant',
    checkSignature: true,
  });
  const entries = await reader.getEntries().catch((cause: unknown) => {
    throw damagedArchive(name, cause);
  });
  const slots = new Slots(PARALLEL_MEMBERS);
  const files: FoundFile[] = [];
  for (const entry of entries) {
    // Archives made on Windows may separate folders by a backslash.
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

async function unpack(entry: FileEntry, path: string): Promise<Blob> {
  try {
    return await entry.getData(new BlobWriter());
  } catch (cause) {
    throw new Problem(
      `${path} could not be unpacked (${messageOf(cause)}).`,
      'Copy or download the archive again.',
      { cause },
    );
  }
}

function damagedArchive(name: string, cause: unknown): Problem {
  return new Problem(
    `${name} is not a whole ZIP archive (${messageOf(cause)}).`,
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
