import type { ComputedColumn } from '../experiment/columns.ts';
import type { ColumnSeconds } from '../experiment/experimentState.ts';

/** The times of the published tables, in seconds. */
export interface ColumnTimes {
  /** Codec: encoding, decoding and enhancing. Null where the pictures came from elsewhere. */
  readonly tc: number | null;
  /** VOS. */
  readonly tv: number;
  /** Both. */
  readonly ts: number;
  /** What happens before the bits are sent. Null where that was elsewhere. */
  readonly te: number | null;
  /** What happens after. */
  readonly td: number | null;
}

/**
 * What each time covers, for the screen and for every export. The published rows agree with it:
 * x265's t_c − t_e (9.8 s) is decoding, and its t_d is that and VOS; ours has VOS in t_e.
 */
export const TIME_DEFINITIONS: readonly { readonly symbol: string; readonly covers: string }[] = [
  {
    symbol: 't_c',
    covers: 'the codec: x265 encoding and decoding and, for ours, enhancement (and mask coding)',
  },
  { symbol: 't_v', covers: 'VOS on all frames but the first, whose mask is given' },
  { symbol: 't_s', covers: 't_c + t_v' },
  {
    symbol: 't_e',
    covers: 'the encoder side: x265 encoding (in the published method VOS as well)',
  },
  {
    symbol: 't_d',
    covers:
      'the decoder side: decoding, enhancement and VOS (the published method has no VOS there)',
  },
  { symbol: 't', covers: 't_e + t_d' },
];

/** What no time covers. */
export const TIMES_LEAVE_OUT =
  'Reading pictures, loading ffmpeg and the networks, compiling shaders and warming up, and scoring are in none of the times.';

/** A column's times, from the seconds that its parts took. */
export function columnTimes(name: ComputedColumn, seconds: ColumnSeconds): ColumnTimes {
  const { encode, decode, enhance, vos } = seconds;
  if (name === 'original') return { tc: 0, tv: vos, ts: vos, te: null, td: null };
  if (name === 'imported') return { tc: null, tv: vos, ts: vos, te: null, td: null };
  const tc = encode + decode + enhance;
  return { tc, tv: vos, ts: tc + vos, te: encode, td: decode + enhance + vos };
}
