/** Bytes that are compressed at once; shared memory has to be copied first. */
const PIECE = 4 * 2 ** 20;

/** Compresses bytes, which may be in shared memory. */
export async function gzip(bytes: Uint8Array): Promise<Blob> {
  const pieces = new ReadableStream<Uint8Array<ArrayBuffer>>({
    start: () => {},
    pull: piecesOf(bytes),
  });
  return new Response(pieces.pipeThrough(new CompressionStream('gzip'))).blob();
}

/**
 * Decompresses exactly `into.length` bytes. Never holds more than a piece beyond them, whatever the
 * data expands to.
 *
 * @returns why it is not possible, as the end of the sentence "its content …"; null if all is well
 */
export async function gunzipInto(packed: Blob, into: Uint8Array): Promise<string | null> {
  const reader = packed.stream().pipeThrough(new DecompressionStream('gzip')).getReader();
  let length = 0;
  try {
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      if (length + value.length > into.length) {
        return `expands to more than the ${into.length} bytes of its frames`;
      }
      into.set(value, length);
      length += value.length;
    }
  } catch {
    return 'cannot be decompressed';
  } finally {
    // After an error there is nothing left to cancel.
    await reader.cancel().catch(() => {});
  }
  return length === into.length ? null : `has ${length} bytes instead of ${into.length}`;
}

function piecesOf(bytes: Uint8Array) {
  let at = 0;
  return (controller: ReadableStreamDefaultController<Uint8Array<ArrayBuffer>>) => {
    if (at < bytes.length) controller.enqueue(Uint8Array.from(bytes.subarray(at, at + PIECE)));
    else controller.close();
    at += PIECE;
  };
}
