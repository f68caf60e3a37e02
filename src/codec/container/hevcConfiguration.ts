/**
 * The NAL units in an HEVCDecoderConfigurationRecord (ISO/IEC 14496-15, 8.3.3): parameter sets and
 * x265's message about itself.
 */
export function configurationUnits(configuration: Uint8Array): Uint8Array[] {
  const units: Uint8Array[] = [];
  const arrays = configuration[22] ?? 0;
  let at = 23;
  for (let array = 0; array < arrays; array++) {
    const count = ((configuration[at + 1] ?? 0) << 8) | (configuration[at + 2] ?? 0);
    at += 3;
    for (let index = 0; index < count && at + 2 <= configuration.length; index++) {
      const length = ((configuration[at] ?? 0) << 8) | (configuration[at + 1] ?? 0);
      units.push(configuration.subarray(at + 2, at + 2 + length));
      at += 2 + length;
    }
  }
  return units;
}

/** Bytes of the length before each unit: lengthSizeMinusOne (8.3.3.1.2); 4 without a record. */
export function lengthBytesOf(configuration: Uint8Array): number {
  return ((configuration[21] ?? 3) & 3) + 1;
}

/** A codec configuration as bytes; empty if there is none. */
export function descriptionBytes(
  description: ArrayBufferView | ArrayBufferLike | undefined,
): Uint8Array {
  if (!description) return new Uint8Array(0);
  return ArrayBuffer.isView(description)
    ? new Uint8Array(description.buffer, description.byteOffset, description.byteLength)
    : new Uint8Array(description);
}
