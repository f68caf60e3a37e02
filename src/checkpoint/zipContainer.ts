import { BlobReader, type Entry, ZipReader } from '@zip.js/zip.js/lib/zip-core-native.js';
import { isProblem, Problem } from '../problem.ts';
import { mapInParallel } from '../workers/mapInParallel.ts';
import { OutOfBytes } from './byteCursor.ts';
import { type Block, type Container, MAX_PICKLE_BYTES } from './container.ts';
import { unpickle } from './pickle.ts';
import { PARALLEL_READS, readRange } from './readRange.ts';
import { damaged, quoted, unsupported } from './refusals.ts';

/**
 * Parses a file written by `torch.save` of torch 1.6 and newer: a ZIP archive (zip64 included) of
 * `ROOT/data.pkl` and a member `ROOT/data/KEY` for each storage, all uncompressed. Reads only the
 * archive's directory, the pickle and the members' headers.
 *
 * @throws Problem when it is damaged, compressed, encrypted, big-endian or not a checkpoint
 */
export async function readZipContainer(file: Blob, name: string): Promise<Container> {
  const archive = await Archive.open(file, name);
  const pickle = archive.pickleName();
  const root = pickle.slice(0, -PICKLE.length);
  await archive.checkByteOrder(`${root}byteorder`);
  const { value, storages } = await archive.unpickle(pickle);
  const found = await mapInParallel(Array.from(storages.keys()), PARALLEL_READS, async (key) => {
    const block = await archive.block(`${root}data/${key}`);
    return [key, block] as const;
  });
  return { root: value, blocks: new Map(found) };
}

const PICKLE = 'data.pkl';
const MAX_MEMBERS = 100_000;
const LOCAL_HEADER_BYTES = 30;
const LOCAL_HEADER_SIGNATURE = 0x04034b50;
const STORED = 0;

class Archive {
  private constructor(
    private readonly file: Blob,
    private readonly name: string,
    private readonly members: ReadonlyMap<string, Entry>,
  ) {}

  static async open(file: Blob, name: string): Promise<Archive> {
    const members = new Map<string, Entry>();
    const reader = new ZipReader(new BlobReader(file), {
      useWebWorkers: false,
      filenameValidation: 'tolerant',
    });
    try {
      for await (const entry of reader.getEntriesGenerator()) {
        if (members.size >= MAX_MEMBERS) {
          throw unsupported(name, `is an archive of more than ${MAX_MEMBERS} members`);
        }
        members.set(entry.filename, entry);
      }
    } catch (cause) {
      if (isProblem(cause)) throw cause;
      const reason = cause instanceof Error ? cause.message : String(cause);
      throw damaged(name, `its archive cannot be read (${reason})`, cause);
    }
    return new Archive(file, name, members);
  }

  /** Name of the member that describes all tensors. */
  pickleName(): string {
    const names = Array.from(this.members.keys());
    if (names.some((member) => /^[^/]+\/(constants\.pkl|code\/)/.test(member))) {
      throw unsupported(this.name, 'is a TorchScript program, not a checkpoint');
    }
    const [pickle, another] = names.filter((member) => /^[^/]+\/data\.pkl$/.test(member));
    if (pickle && !another) return pickle;
    throw new Problem(
      `${this.name} is an archive, but not a PyTorch checkpoint: it does not contain exactly one data.pkl.`,
      'If the checkpoint is inside this archive, unpack it and choose that file.',
    );
  }

  /** Torch before 2.1 does not write the byte order; nearly all machines are little-endian. */
  async checkByteOrder(member: string): Promise<void> {
    if (!this.members.has(member)) return;
    const order = new TextDecoder().decode(await this.read(member, 16));
    if (order !== 'little') throw unsupported(this.name, `has the byte order ${quoted(order)}`);
  }

  async unpickle(member: string) {
    const bytes = await this.read(member, MAX_PICKLE_BYTES);
    try {
      return unpickle(bytes, this.name);
    } catch (error) {
      if (error instanceof OutOfBytes) throw damaged(this.name, `${member} ends too early`, error);
      throw error;
    }
  }

  /** The byte range of a member. Only its local header contains the length of that header. */
  async block(member: string): Promise<Block> {
    const { file, name } = this;
    const entry = this.members.get(member);
    if (!entry || entry.directory) throw damaged(name, `${quoted(member)} is missing`);
    if (entry.encrypted) {
      throw new Problem(`${name} is encrypted.`, 'Unpack it with its password.');
    }
    if (entry.compressionMethod !== STORED) {
      throw new Problem(
        `${name} was compressed after torch.save (${quoted(member)}), so its tensors cannot be read in place.`,
        'Use the original file, or pack it again without compression (zip -0).',
      );
    }
    const { offset, compressedSize: length } = entry;
    const bytes = await readRange(file, offset, offset + LOCAL_HEADER_BYTES, name);
    const header = new DataView(bytes.buffer);
    const start =
      offset + LOCAL_HEADER_BYTES + header.getUint16(26, true) + header.getUint16(28, true);
    if (
      header.getUint32(0, true) !== LOCAL_HEADER_SIGNATURE ||
      length !== entry.uncompressedSize ||
      start + length > file.size
    ) {
      throw damaged(name, `${quoted(member)} is not at the position that the archive lists`);
    }
    return { offset: start, length };
  }

  private async read(member: string, maxBytes: number): Promise<Uint8Array> {
    const { offset, length } = await this.block(member);
    if (length > maxBytes) throw unsupported(this.name, `contains a ${member} of ${length} bytes`);
    return readRange(this.file, offset, offset + length, this.name);
  }
}
