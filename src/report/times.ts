import type { ColumnSeconds } from '../results/columnSeconds.ts';
import type { ColumnKind } from '../results/columnSpec.ts';
import type { ColumnResult } from '../results/resultSchema.ts';

/** The times of the published tables, in seconds; null if a part is not known. */
export interface ColumnTimes {
  /** Codec. */
  readonly tc: number | null;
  /** VOS. */
  readonly tv: number | null;
  /** Codec and VOS. */
  readonly ts: number | null;
  /** Encoder side. */
  readonly te: number | null;
  /** Decoder side. */
  readonly td: number | null;
}

/**
 * Definitions of the times, for the screen and for exports. The published rows agree with them: for
 * x265, t_c − t_e (9.8 s) is decoding, and t_d is decoding and VOS.
 */
export const TIME_DEFINITIONS: readonly { readonly symbol: string; readonly covers: string }[] = [
  {
    symbol: 't_c',
    covers:
      'the codec: x265 encoding and decoding and, for ours, enhancement and mask coding, decoding and refinement',
  },
  { symbol: 't_v', covers: 'VOS on all frames except the first, whose mask is given' },
  { symbol: 't_s', covers: 't_c + t_v' },
  {
    symbol: 't_e',
    covers:
      'the encoder side: x265 encoding and, for ours with coded masks, VOS on the originals and mask coding',
  },
  {
    symbol: 't_d',
    covers:
      'the decoder side: decoding, enhancement and VOS; for ours with coded masks, mask decoding and refinement instead of VOS',
  },
  { symbol: 't', covers: 't_e + t_d' },
];

/** Notes on what the measured times leave out and how they were measured. */
export const TIME_NOTES: readonly string[] = [
  'Not included in any time: reading pictures, copying frames into and out of ffmpeg’s memory, loading ffmpeg and the networks, compiling shaders and warming up, storing the first frame’s mask in memory, scoring.',
  'x265, VOS and scoring run at the same time on one machine and share its cores, so each takes longer than it would alone.',
];

/** A column's times from the seconds of its parts. */
export function columnTimes(
  kind: ColumnKind,
  seconds: ColumnSeconds,
  { encodedHere, vosAt }: { readonly encodedHere: boolean; readonly vosAt: ColumnResult['vosAt'] },
): ColumnTimes {
  const { encode, decode, enhance, vos, maskEncode, maskDecode, maskRefine } = seconds;
  const afterSending = decode + maskDecode + maskRefine + enhance;
  if (kind === 'original' || kind === 'truth')
    return { tc: 0, tv: vos, ts: vos, te: null, td: null };
  const atDecoder = afterSending + (vosAt === 'decoder' ? vos : 0);
  const td = kind === 'imported' ? null : atDecoder;
  const tv = vosAt === 'elsewhere' ? null : vos;
  if (!encodedHere || tv === null) return { tc: null, tv, ts: null, te: null, td };
  const tc = encode + maskEncode + afterSending;
  const te = encode + maskEncode + (vosAt === 'encoder' ? vos : 0);
  return { tc, tv, ts: tc + tv, te, td };
}
