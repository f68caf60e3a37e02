/** A NAL unit's payload without its emulation prevention bytes (7.4.2). */
export interface Unescaped {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** Where bytes were removed: the number of payload bytes before each, in ascending order. */
  readonly removed: readonly number[];
}

/** Bytes of a NAL unit's header (7.3.1.2). */
const HEADER = 2;

export function unescaped(unit: Uint8Array): Unescaped {
  const bytes = new Uint8Array(Math.max(0, unit.length - HEADER));
  const removed: number[] = [];
  let length = 0;
  let from = HEADER;
  // Emulation prevention is rare: search for it, and copy what lies between.
  for (let at = unit.indexOf(3, HEADER + 2); at >= 0; at = unit.indexOf(3, at + 1)) {
    if (unit[at - 1] !== 0 || unit[at - 2] !== 0 || at - from < 2) continue;
    bytes.set(unit.subarray(from, at), length);
    length += at - from;
    removed.push(length);
    from = at + 1;
  }
  bytes.set(unit.subarray(from), length);
  length += unit.length - from;
  return { bytes: bytes.subarray(0, length), removed };
}
