/** Seconds that went into a column, summed over its frames. */
export interface ColumnSeconds {
  readonly encode: number;
  readonly decode: number;
  readonly enhance: number;
  /** For ours by coded masks that on the originals, at the encoder. */
  readonly vos: number;
  /** Coding the masks, at the encoder. */
  readonly maskEncode: number;
  /** Decoding them. */
  readonly maskDecode: number;
  /** Refining the decoded masks by the decoded frames. */
  readonly maskRefine: number;
}

export const NO_SECONDS: ColumnSeconds = {
  encode: 0,
  decode: 0,
  enhance: 0,
  vos: 0,
  maskEncode: 0,
  maskDecode: 0,
  maskRefine: 0,
};
