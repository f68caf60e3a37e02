/** Seconds spent on a column, summed over its frames. */
export interface ColumnSeconds {
  readonly encode: number;
  readonly decode: number;
  readonly enhance: number;
  /** For ours with coded masks: VOS on the originals, at the encoder. */
  readonly vos: number;
  /** Encoding the masks. */
  readonly maskEncode: number;
  /** Decoding the masks. */
  readonly maskDecode: number;
  /** Refining the decoded masks with the decoded frames. */
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
