import { meanPictureQuality } from '../scoring/pictureQuality.ts';
import { summarizeSet } from '../scoring/statistics.ts';
import type { ColumnSeconds } from './columnSeconds.ts';
import type { ColumnResult } from './resultSchema.ts';

/** Mean of a column over a set of sequences. */
export type ColumnMean = Omit<
  ColumnResult,
  | 'spec'
  | 'provider'
  | 'objects'
  | 'notes'
  | 'vosAt'
  | 'foundRate'
  | 'commandLine'
  | 'objectBits'
  | 'maskErrors'
>;

/**
 * Mean of one column over several sequences. Scores are means over all objects, like the official
 * evaluation's global figures; bits, PSNR and times are means over the sequences. A figure that is
 * missing for any sequence is null, a missing time NaN.
 */
export function meanColumn(columns: readonly ColumnResult[]): ColumnMean {
  const optional = (pick: (column: ColumnResult) => number | null | undefined): number | null => {
    const known = columns.map(pick).filter((value) => typeof value === 'number');
    if (known.length < columns.length) return null;
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  const same = (pick: (column: ColumnResult) => string) =>
    [...new Set(columns.map(pick))].join(', ');
  const seconds = (part: keyof ColumnSeconds) =>
    optional((column) => column.seconds[part]) ?? Number.NaN;
  const { J, F, JF } = summarizeSet(columns);
  const video = optional((column) => column.bpp?.video);
  const masks = optional((column) => column.bpp?.masks);
  return {
    title: same((column) => column.title),
    masks: same((column) => column.masks),
    crf: optional((column) => column.crf),
    bpp: video !== null && masks !== null ? { video, masks, total: video + masks } : null,
    headerBpp: optional((column) => column.headerBpp),
    J,
    F,
    JF,
    psnrY: optional((column) => column.psnrY),
    picture: meanPictureQuality(columns.map((column) => column.picture)),
    seconds: {
      encode: seconds('encode'),
      decode: seconds('decode'),
      enhance: seconds('enhance'),
      vos: seconds('vos'),
      maskEncode: seconds('maskEncode'),
      maskDecode: seconds('maskDecode'),
      maskRefine: seconds('maskRefine'),
    },
  };
}
