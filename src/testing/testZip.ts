import { BlobWriter, Uint8ArrayReader, ZipWriter } from '@zip.js/zip.js/lib/zip-core-native.js';

type ZipOptions = NonNullable<ConstructorParameters<typeof ZipWriter>[1]>;

/** A ZIP archive with these files, by path. */
export async function zipOf(
  files: Readonly<Record<string, Uint8Array>>,
  options: ZipOptions = {},
): Promise<Blob> {
  const writer = new ZipWriter(new BlobWriter(), { useWebWorkers: false, ...options });
  for (const [path, bytes] of Object.entries(files)) {
    await writer.add(path, new Uint8ArrayReader(bytes));
  }
  return writer.close();
}
