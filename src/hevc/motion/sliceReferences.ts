/** An entry of a reference list: what derivations need of the picture, which may be gone by then. */
export interface ListEntry {
  /** PicOrderCntVal. */
  readonly order: number;
  readonly isLongTerm: boolean;
}

/** The reference lists of a slice, and what follows from them for all its blocks. */
export interface ReferenceLists {
  /** PicOrderCntVal of the slice's own picture. */
  readonly order: number;
  readonly lists: readonly [readonly ListEntry[], readonly ListEntry[]];
  /** True if no reference comes after the picture in output order (NoBackwardPredFlag, 8.5.3.2.9). */
  readonly hasNoLater: boolean;
}
