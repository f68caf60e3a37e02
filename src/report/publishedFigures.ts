/**
 * The tables of the published experiment: DAVIS 2017 val, 30 sequences of 1,999 frames, one
 * RTX 3080 Ti. Times are seconds for the whole set; null if the paper does not report them.
 */
export const PUBLISHED_SET = { sequences: 30, frames: 1999, device: 'NVIDIA RTX 3080 Ti' } as const;

/** A row of the published Tables 1 and 2. */
export interface PublishedCost {
  readonly codec: 'x265' | 'ours' | 'VVenC';
  readonly vos: 'STCN' | 'AOT';
  /** Codec. */
  readonly tc: number;
  /** VOS. */
  readonly tv: number;
  /** Codec and VOS. */
  readonly ts: number;
  /** Encoder side. */
  readonly te: number | null;
  /** Decoder side. */
  readonly td: number | null;
  readonly bpp: number;
  readonly JF: number;
}

export const PUBLISHED_COSTS: readonly PublishedCost[] = [
  {
    codec: 'x265',
    vos: 'STCN',
    tc: 499.5,
    tv: 74.5,
    ts: 574.0,
    te: 489.7,
    td: 84.3,
    bpp: 0.0209,
    JF: 0.6947,
  },
  {
    codec: 'x265',
    vos: 'AOT',
    tc: 499.5,
    tv: 116.0,
    ts: 615.5,
    te: 489.7,
    td: 125.8,
    bpp: 0.0209,
    JF: 0.7386,
  },
  {
    codec: 'ours',
    vos: 'STCN',
    tc: 535.2,
    tv: 74.4,
    ts: 609.6,
    te: 575.9,
    td: 33.7,
    bpp: 0.0158,
    JF: 0.8265,
  },
  {
    codec: 'ours',
    vos: 'AOT',
    tc: 531.7,
    tv: 116.0,
    ts: 647.7,
    te: 614.2,
    td: 33.5,
    bpp: 0.0178,
    JF: 0.8354,
  },
  {
    codec: 'VVenC',
    vos: 'STCN',
    tc: 2475.9,
    tv: 74.2,
    ts: 2550.1,
    te: null,
    td: null,
    bpp: 0.0179,
    JF: 0.744,
  },
];

/** A row of the published Table 3. */
export interface PublishedStability {
  readonly vos: 'AOT' | 'STCN';
  readonly method: 'original' | 'x265' | 'ours';
  readonly bpp: number | null;
  readonly J: { readonly recall: number; readonly decay: number };
  readonly F: { readonly recall: number; readonly decay: number };
}

export const PUBLISHED_STABILITY: readonly PublishedStability[] = [
  {
    vos: 'AOT',
    method: 'original',
    bpp: null,
    J: { recall: 0.9129, decay: 0.0428 },
    F: { recall: 0.943, decay: 0.0617 },
  },
  {
    vos: 'AOT',
    method: 'x265',
    bpp: 0.0209,
    J: { recall: 0.7987, decay: 0.0926 },
    F: { recall: 0.8168, decay: 0.1483 },
  },
  {
    vos: 'AOT',
    method: 'ours',
    bpp: 0.0178,
    J: { recall: 0.9051, decay: 0.0398 },
    F: { recall: 0.942, decay: 0.0566 },
  },
  {
    vos: 'STCN',
    method: 'original',
    bpp: null,
    J: { recall: 0.9142, decay: 0.0603 },
    F: { recall: 0.9458, decay: 0.0861 },
  },
  {
    vos: 'STCN',
    method: 'x265',
    bpp: 0.0209,
    J: { recall: 0.7923, decay: 0.147 },
    F: { recall: 0.8204, decay: 0.2123 },
  },
  {
    vos: 'STCN',
    method: 'ours',
    bpp: 0.0158,
    J: { recall: 0.882, decay: 0.0427 },
    F: { recall: 0.9201, decay: 0.0727 },
  },
];

/** The published claim for a network, from the tables above; the paper gives no J&F of originals. */
export interface PublishedClaim {
  readonly vos: 'STCN' | 'AOT';
  readonly x265: { readonly bpp: number; readonly JF: number };
  readonly ours: { readonly bpp: number; readonly JF: number };
}

export const PUBLISHED_CLAIMS: readonly PublishedClaim[] = PUBLISHED_COSTS.flatMap((ours) => {
  const x265 = PUBLISHED_COSTS.find(({ codec, vos }) => codec === 'x265' && vos === ours.vos);
  return ours.codec === 'ours' && x265 ? [{ vos: ours.vos, x265, ours }] : [];
});
