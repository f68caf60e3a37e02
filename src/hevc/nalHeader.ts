/** A NAL unit's header (7.3.1.2). */
export interface NalHeader {
  /** nal_unit_type (table 7-1). */
  readonly type: number;
  /** nuh_layer_id; 0 for the base layer. */
  readonly layer: number;
  /** TemporalId. */
  readonly temporalId: number;
}

/** nal_unit_type of units that are not slices (table 7-1). */
export const UNIT = { video: 32, sequence: 33, picture: 34, endOfSequence: 36 } as const;

export function nalHeader(unit: Uint8Array): NalHeader {
  const first = unit[0] ?? 0;
  const second = unit[1] ?? 0;
  return {
    type: (first >> 1) & 63,
    layer: ((first & 1) << 5) | (second >> 3),
    temporalId: Math.max(0, (second & 7) - 1),
  };
}

/** Slices, of the types that the standard defines: 0 to 9 and 16 to 21. */
export function isSlice(type: number): boolean {
  return type <= 9 || (type >= 16 && type <= 21);
}

/** Pictures where decoding can start (IRAP). */
export function isIrap(type: number): boolean {
  return type >= 16 && type <= 23;
}

export function isIdr(type: number): boolean {
  return type === 19 || type === 20;
}

/** CRA, whose leading pictures may refer to pictures before it. */
export function isCleanRandomAccess(type: number): boolean {
  return type === 21;
}

/** RASL: leading pictures that cannot be decoded if decoding starts at their IRAP picture. */
export function isSkippedLeading(type: number): boolean {
  return type === 8 || type === 9;
}

/** RADL and RASL. */
export function isLeading(type: number): boolean {
  return type >= 6 && type <= 9;
}

/** Pictures to which no picture of the same temporal layer refers. */
export function isUnreferenced(type: number): boolean {
  return type < 16 && type % 2 === 0;
}
