import type { SequenceResult } from '../results/resultSchema.ts';
import { type Claim, claims } from './claim.ts';
import { differenceNotes, measuredNotes } from './differences.ts';
import { PUBLISHED_CLAIMS, PUBLISHED_SET } from './publishedFigures.ts';
import type { Table, TableColumn, TableRow } from './table.ts';

/** The claim: bits and J&F of ours relative to x265 and to VOS on the originals. */
export function claimTable(results: readonly SequenceResult[]): Table {
  return {
    id: 'claim',
    caption: 'The claim: ours against x265, by VOS network.',
    columns: COLUMNS,
    rows: [...claims(results).map(measuredRow), ...PUBLISHED_ROWS],
    notes: [
      'Bits: those of ours, masks included, as a share of those of x265; in whole streams with the headers that a bare stream repeats at every key frame. J&F kept: J&F of ours as a share of J&F of VOS on the originals. J&F against x265: J&F of ours as a share of that of VOS on x265’s frames.',
      'PSNR-Y in and outside objects shows what fewer bits cost the pictures: it compares the frames of both columns with the originals.',
      PUBLISHED_NOTE,
      ...measuredNotes(results),
      ...differenceNotes(results),
    ],
  };
}

/** What the published figures leave open. */
export const PUBLISHED_NOTE =
  'Published: no J&F of VOS on the originals and no PSNR; its Table 3 has only their recall and decay.';

const COLUMNS: readonly TableColumn[] = [
  { key: 'vos', title: 'VOS' },
  { key: 'x265', title: 'x265' },
  { key: 'ours', title: 'ours' },
  { key: 'sequences', title: 'sequences', decimals: 0 },
  { key: 'frames', title: 'frames', decimals: 0 },
  { key: 'bpp_x265', title: 'bpp x265', decimals: 4 },
  { key: 'bpp_ours', title: 'bpp ours', decimals: 4 },
  percent('bits', 'bits'),
  percent('bits_whole', 'bits, whole streams'),
  { key: 'JF_original', title: 'J&F original', decimals: 4 },
  { key: 'JF_x265', title: 'J&F x265', decimals: 4 },
  { key: 'JF_ours', title: 'J&F ours', decimals: 4 },
  percent('JF_kept', 'J&F kept'),
  percent('JF_against_x265', 'J&F against x265'),
  decibels('psnr_y_inside_x265', 'PSNR-Y in objects, x265'),
  decibels('psnr_y_inside_ours', 'PSNR-Y in objects, ours'),
  decibels('psnr_y_outside_x265', 'PSNR-Y outside, x265'),
  decibels('psnr_y_outside_ours', 'PSNR-Y outside, ours'),
];

function percent(key: string, title: string): TableColumn {
  return { key, title, unit: '%', decimals: 1 };
}

function decibels(key: string, title: string): TableColumn {
  return { key, title, unit: 'dB', decimals: 2 };
}

function measuredRow(claim: Claim): TableRow {
  const { network, titles, sequences, frames, x265, ours, original } = claim;
  return {
    origin: 'measured',
    cells: [
      ...[network, titles.x265, titles.ours, sequences.length, frames],
      ...[x265.bpp?.total ?? null, ours.bpp?.total ?? null, inPercent(claim.bitsRatio)],
      inPercent(claim.wholeBitsRatio),
      ...[original?.JF ?? null, x265.JF, ours.JF],
      ...[inPercent(claim.ratioToOriginal), inPercent(claim.ratioToX265)],
      ...[x265.picture?.inside?.psnrY ?? null, ours.picture?.inside?.psnrY ?? null],
      ...[x265.picture?.outside?.psnrY ?? null, ours.picture?.outside?.psnrY ?? null],
    ],
  };
}

const PUBLISHED_ROWS: readonly TableRow[] = PUBLISHED_CLAIMS.map(({ vos, x265, ours }) => ({
  origin: 'published',
  cells: [
    ...[vos, 'x265 (published)', 'ours (published)', PUBLISHED_SET.sequences, PUBLISHED_SET.frames],
    ...[x265.bpp, ours.bpp, inPercent(ours.bpp / x265.bpp), null],
    ...[null, x265.JF, ours.JF, null, inPercent(ours.JF / x265.JF)],
    ...[null, null, null, null],
  ],
}));

function inPercent(ratio: number | null): number | null {
  return ratio === null ? null : ratio * 100;
}
