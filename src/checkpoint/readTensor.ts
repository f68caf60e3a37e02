import { elementBytes, isFloating } from './dtype.ts';
import { readRange } from './readRange.ts';
import type { TensorEntry } from './tensorEntries.ts';

/**
 * Reads the elements of a tensor in index order (last dimension fastest), little-endian. Floating
 * point types are converted to float32, others keep their type. Reads no other part of the file.
 *
 * @param name file name, for messages
 * @returns all bytes of a new buffer, so a Float32Array can view them
 * @throws Problem when the file can no longer be read
 */
export async function readTensor(
  file: Blob,
  entry: TensorEntry,
  name = 'The checkpoint',
): Promise<Uint8Array<ArrayBuffer>> {
  const { offset, length, dtype } = entry;
  const span = await readRange(file, offset, offset + length, name);
  const elements = entry.isContiguous ? span : gathered(span, entry);
  return isFloating(dtype) ? float32Bytes(elements, entry) : elements;
}

/** Float16 values by bit pattern; filled when the first float16 tensor is read. */
let float16Values: Float32Array | null = null;

function gathered(span: Uint8Array, { shape, strides, dtype }: TensorEntry) {
  const bytes = elementBytes(dtype);
  const count = shape.reduce((product, size) => product * size, 1);
  const made = new Uint8Array(count * bytes);
  const index = shape.map(() => 0);
  let from = 0;
  for (let element = 0; element < count; element++) {
    const start = from * bytes;
    for (let byte = 0; byte < bytes; byte++) made[element * bytes + byte] = span[start + byte] ?? 0;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      const stride = strides[axis] ?? 0;
      const next = (index[axis] ?? 0) + 1;
      from += stride;
      index[axis] = next;
      if (next < (shape[axis] ?? 1)) break;
      from -= next * stride;
      index[axis] = 0;
    }
  }
  return made;
}

/** Typed arrays use the machine's byte order, which is little-endian wherever browsers run. */
function float32Bytes(bytes: Uint8Array<ArrayBuffer>, { dtype }: TensorEntry) {
  const { buffer } = bytes;
  if (dtype === 'float32') return bytes;
  if (dtype === 'float64') return bytesOf(Float32Array.from(new Float64Array(buffer)));
  const bits = new Uint16Array(buffer);
  if (dtype === 'bfloat16') {
    return new Uint8Array(Uint32Array.from(bits, (value) => value << 16).buffer);
  }
  float16Values ??= Float32Array.from({ length: 65_536 }, (_, value) => float16Value(value));
  const values = new Float32Array(bits.length);
  for (let index = 0; index < bits.length; index++) {
    values[index] = float16Values[bits[index] ?? 0] ?? 0;
  }
  return bytesOf(values);
}

/** IEEE 754 half precision: sign, 5 bits of exponent, 10 of fraction. */
function float16Value(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0x1f) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  const significand = exponent === 0 ? fraction / 1024 : 1 + fraction / 1024;
  return sign * significand * 2 ** (Math.max(exponent, 1) - 15);
}

function bytesOf(values: Float32Array<ArrayBuffer>): Uint8Array<ArrayBuffer> {
  return new Uint8Array(values.buffer);
}
