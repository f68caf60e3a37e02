/** Values that parsers stumble over: lengths and counts at their limits. */
const NUMBERS = [0, 1, 0x7f, 0x80, 0xff, 0x7fff, 0xffff, 0x7fffffff, 0x80000000, 0xffffffff];

/**
 * A damaged copy of a file: bits flipped, bytes overwritten, cut off, removed, repeated, or replaced
 * by zeros or by numbers at the limits of their range; often more than once.
 *
 * @param random pseudorandom numbers from 0 to 1, exclusive
 */
export function mutate(file: Uint8Array, random: () => number): Uint8Array<ArrayBuffer> {
  let changed = Uint8Array.from(file);
  const changes = 1 + Math.floor(random() ** 2 * 6);
  for (let change = 0; change < changes; change++) changed = mutateOnce(changed, random);
  return changed;
}

function mutateOnce(file: Uint8Array<ArrayBuffer>, random: () => number): Uint8Array<ArrayBuffer> {
  const below = (count: number) => Math.floor(random() * count);
  if (file.length === 0) return Uint8Array.of(below(256));
  // Headers are at the start, and decide most.
  const at = random() < 0.5 ? below(file.length) : below(Math.min(file.length, 256));
  const length = Math.min(1 + Math.floor(2 ** (random() * 12)), file.length - at);
  switch (below(8)) {
    case 0:
      file[at] = (file[at] as number) ^ (1 << below(8));
      return file;
    case 1:
      for (let index = at; index < at + Math.min(length, 16); index++) file[index] = below(256);
      return file;
    case 2:
      return file.slice(0, at);
    case 3:
      return joined(file.subarray(0, at), file.subarray(at + length));
    case 4:
      return joined(file.subarray(0, at + length), file.subarray(at));
    case 5:
      return file.fill(0, at, at + length);
    case 6:
      return file.fill(0xff, at, at + Math.min(length, 8));
    default: {
      const value = NUMBERS[below(NUMBERS.length)] as number;
      const width = [1, 2, 4, 8][below(4)] as number;
      for (let byte = 0; byte < width && at + byte < file.length; byte++) {
        file[at + byte] = Math.floor(value / 256 ** (width - 1 - byte)) & 255;
      }
      return file;
    }
  }
}

function joined(a: Uint8Array, b: Uint8Array): Uint8Array<ArrayBuffer> {
  const whole = new Uint8Array(a.length + b.length);
  whole.set(a);
  whole.set(b, a.length);
  return whole;
}
