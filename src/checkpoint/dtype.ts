/** Element types of a checkpoint's tensors, with PyTorch's names. */
export type Dtype = keyof typeof ELEMENT_BYTES;

/** Bytes per element. */
export function elementBytes(dtype: Dtype): number {
  return ELEMENT_BYTES[dtype];
}

/** True for types that are read as float32. */
export function isFloating(dtype: Dtype): boolean {
  return dtype.includes('float');
}

/** The element type of a storage class, such as `FloatStorage`; undefined if it is unknown. */
export function storageDtype(className: string): Dtype | undefined {
  return STORAGE_DTYPES.get(className);
}

const ELEMENT_BYTES = {
  float64: 8,
  float32: 4,
  float16: 2,
  bfloat16: 2,
  int64: 8,
  int32: 4,
  int16: 2,
  int8: 1,
  uint8: 1,
  bool: 1,
} as const;

const STORAGE_DTYPES: ReadonlyMap<string, Dtype> = new Map<string, Dtype>([
  ['DoubleStorage', 'float64'],
  ['FloatStorage', 'float32'],
  ['HalfStorage', 'float16'],
  ['BFloat16Storage', 'bfloat16'],
  ['LongStorage', 'int64'],
  ['IntStorage', 'int32'],
  ['ShortStorage', 'int16'],
  ['CharStorage', 'int8'],
  ['ByteStorage', 'uint8'],
  ['BoolStorage', 'bool'],
]);
