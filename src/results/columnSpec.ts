import { CRF_RANGE, KEYINT_RANGE } from '../codec/x265.ts';
import { MASK_QUALITY_RANGE } from '../masks/maskStream.ts';
import { VOS_NETWORKS, type VosNetworkName, vosNetworkTitle } from '../networks/vosNetworks.ts';

/**
 * What decides the CRF of an x265 video. `crf`: chosen. `same`: that of the list's x265 column.
 * `fewer`: the video and its masks take that many percent fewer bits than the list's x265 column.
 * `bpp`: the rate, masks included, is nearest to a number of bits per pixel.
 */
export type Rate =
  | { readonly kind: 'crf'; readonly crf: number }
  | { readonly kind: 'same' }
  | { readonly kind: 'fewer'; readonly percent: number }
  | { readonly kind: 'bpp'; readonly bpp: number };

/**
 * Where a column's pictures come from. `x265`: encoded here. `stream`: an x265 stream that the user
 * supplied, with the CRF to assume if it does not contain its own. `import`: another codec's
 * pictures or stream.
 */
export type ColumnPictures =
  | { readonly source: 'original' }
  | { readonly source: 'x265'; readonly rate: Rate; readonly keyint: number }
  | { readonly source: 'stream'; readonly assumedCrf: number }
  | { readonly source: 'import' };

/**
 * Where a column's masks come from. `truth`: the annotations. `vos`: VOS on the column's own
 * pictures. `coded`: VOS on the originals, sent as a mask stream of this quality (0 to 100; null
 * for masks that a supplied stream carries).
 */
export type ColumnMasks =
  | { readonly source: 'truth' }
  | { readonly source: 'vos'; readonly network: VosNetworkName }
  | {
      readonly source: 'coded';
      readonly quality: number | null;
      readonly network: VosNetworkName;
    };

/** A column as data: everything that decides what it shows, besides the sequence. */
export interface ColumnSpec {
  readonly pictures: ColumnPictures;
  /** True if the decoded pictures are enhanced. */
  readonly enhanced: boolean;
  readonly masks: ColumnMasks;
}

/** The most columns on the screen. */
export const MOST_COLUMNS = 8;

/** The shares of bits that the published method saves: with AOT and with STCN, percent. */
export const PUBLISHED_SAVINGS = [15, 24] as const;

/** The kinds of columns, in the order of tables. `ours`: enhanced, or with coded masks. */
export const COLUMN_KINDS = ['truth', 'original', 'x265', 'ours', 'imported'] as const;

export type ColumnKind = (typeof COLUMN_KINDS)[number];

export function columnKind({ pictures, enhanced, masks }: ColumnSpec): ColumnKind {
  if (pictures.source === 'import') return 'imported';
  if (pictures.source === 'original') return masks.source === 'truth' ? 'truth' : 'original';
  return enhanced || masks.source === 'coded' ? 'ours' : 'x265';
}

/** The VOS network of a column; null if it has none. */
export function networkOf({ masks }: ColumnSpec): VosNetworkName | null {
  return masks.source === 'truth' ? null : masks.network;
}

export function sameColumn(a: ColumnSpec, b: ColumnSpec): boolean {
  return JSON.stringify(ordered(a)) === JSON.stringify(ordered(b));
}

/** The same specification with its properties in a fixed order, so that its JSON identifies it. */
export function ordered({ pictures, enhanced, masks }: ColumnSpec): ColumnSpec {
  return { pictures: sorted(pictures), enhanced, masks: sorted(masks) };
}

function sorted<T extends object>(value: T): T {
  const entries = Object.entries(value)
    .map(([key, part]) => [key, typeof part === 'object' && part ? sorted(part) : part] as const)
    .toSorted(([a], [b]) => (a < b ? -1 : 1));
  return Object.fromEntries(entries) as T;
}

const NETWORK = VOS_NETWORKS[0].name;
const QUALITY = MASK_QUALITY_RANGE.default;
const KEYINT = KEYINT_RANGE.default;

/** The CRF of ours in the preset: fewer bits than x265 at CRF 45, masks included. */
const OURS_CRF = 48;

export const TRUTH_COLUMN: ColumnSpec = {
  pictures: { source: 'original' },
  enhanced: false,
  masks: { source: 'truth' },
};

export function originalColumn(network: VosNetworkName = NETWORK): ColumnSpec {
  return { ...TRUTH_COLUMN, masks: { source: 'vos', network } };
}

/** A video as x265 encodes it, with VOS on the decoded pictures. */
export function x265Column(
  crf: number = CRF_RANGE.default,
  network: VosNetworkName = NETWORK,
): ColumnSpec {
  return {
    pictures: { source: 'x265', rate: { kind: 'crf', crf }, keyint: KEYINT },
    enhanced: false,
    masks: { source: 'vos', network },
  };
}

/** The published method: enhanced pictures, and coded masks from VOS on the originals. */
export function oursColumn(
  rate: Rate = { kind: 'crf', crf: OURS_CRF },
  network: VosNetworkName = NETWORK,
): ColumnSpec {
  return {
    pictures: { source: 'x265', rate, keyint: KEYINT },
    enhanced: true,
    masks: { source: 'coded', quality: QUALITY, network },
  };
}

export function importedColumn(network: VosNetworkName = NETWORK): ColumnSpec {
  return { pictures: { source: 'import' }, enhanced: false, masks: { source: 'vos', network } };
}

/** The published figure: what a first visit shows. */
export const PUBLISHED_COLUMNS: readonly ColumnSpec[] = [
  TRUTH_COLUMN,
  originalColumn(),
  x265Column(),
  oursColumn(),
];

const KIND_TITLES: Readonly<Record<ColumnKind, string>> = {
  truth: 'Ground truth',
  original: 'Original',
  x265: 'x265',
  ours: 'Ours',
  imported: 'Imported',
};

/** The short title of a column, as in the published figures. */
export function columnTitle(spec: ColumnSpec): string {
  return KIND_TITLES[columnKind(spec)];
}

/** Where a column's masks come from, e.g. `VOS on decoded frames`. */
export function masksText({ pictures, enhanced, masks }: ColumnSpec): string {
  if (masks.source === 'truth') return 'annotated';
  if (masks.source === 'coded') return masks.quality === null ? 'carried masks' : 'coded masks';
  if (enhanced) return 'VOS on enhanced frames';
  if (pictures.source === 'original') return 'VOS on original frames';
  return pictures.source === 'import' ? 'VOS on imported frames' : 'VOS on decoded frames';
}

/** A rate in words, e.g. `CRF 45` or `15% fewer bits than x265`. */
export function rateText(rate: Rate): string {
  switch (rate.kind) {
    case 'crf':
      return `CRF ${rate.crf}`;
    case 'same':
      return 'CRF of x265';
    case 'fewer':
      return `${rate.percent}% fewer bits than x265`;
    case 'bpp':
      return `${rate.bpp} bpp`;
  }
}

/**
 * A column as a sentence that names every setting, e.g. `x265 · CRF 45 · keyint 8 · Compact VOS`.
 */
export function columnSentence(spec: ColumnSpec): string {
  const { pictures, enhanced, masks } = spec;
  return [
    ...picturesParts(pictures),
    enhanced ? 'enhanced' : null,
    masks.source === 'truth' ? 'ground truth' : null,
    masks.source === 'coded' ? codedText(masks.quality) : null,
    masks.source === 'truth' ? null : vosNetworkTitle(masks.network).title,
  ]
    .filter(Boolean)
    .join(' · ');
}

function picturesParts(pictures: ColumnPictures): string[] {
  switch (pictures.source) {
    case 'original':
      return ['Original'];
    case 'import':
      return ['Imported'];
    case 'stream':
      return ['x265 stream'];
    case 'x265':
      return ['x265', rateText(pictures.rate), `keyint ${pictures.keyint}`];
  }
}

function codedText(quality: number | null): string {
  return quality === null ? 'carried masks' : `coded masks of quality ${quality}`;
}
