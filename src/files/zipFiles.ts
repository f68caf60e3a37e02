// This entry point has neither zip.js's own compressor, which browsers have built in, nor its
// inline worker script, which our Content-Security-Policy forbids.
import {
  BlobReader,
  BlobWriter,
  type FileEntry,
  ZipReader,
} from '@zip.js/zip.js/lib/zip-core-native.js';
import { Problem } from '../problem.ts';
import { isHidden } from './fileNames.ts';
import type { FoundFile } from './foundFile.ts';

/** Files unpacked at the same time; more would only take more memory. */
const PARALLEL_FILES = 4;

export function isZipFile(name: string): boolean {
  return /\.zip$/i.test(name);
}

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
  const entries = await reader.getEntries().catch((cause: unknown) => {
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
