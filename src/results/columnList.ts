import { CRF_RANGE, KEYINT_RANGE } from '../codec/x265.ts';
import { MASK_QUALITY_RANGE } from '../masks/maskStream.ts';
import { isVosNetworkName, VOS_NETWORKS, type VosNetworkName } from '../networks/vosNetworks.ts';
import { Problem } from '../problem.ts';
import {
  type ColumnPictures,
  type ColumnSpec,
  columnKind,
  importedColumn,
  MOST_COLUMNS,
  networkOf,
  originalColumn,
  oursColumn,
  type Rate,
  TRUTH_COLUMN,
  x265Column,
} from './columnSpec.ts';

// The short form of columns in addresses and on command lines, e.g.
// `truth,orig,x265@45,ours@48q60:stcn`. A column is a word, then `@` and a rate, then settings that
// differ from the defaults, then `:` and the VOS network:
//
//   truth          originals with the annotations
//   orig           originals with VOS (`original` is read, too)
//   x265@45        x265 at CRF 45 with VOS on the decoded pictures
//   ours@48        x265 at CRF 48, enhanced, with coded masks
//   ours@same      at the CRF of the list's x265 column
//   ours@-15%      at the CRF at which video and masks take 15% fewer bits than the x265 column
//   x265@0.02bpp   at the CRF whose rate is nearest to 0.02 bits per pixel
//   x265@stream45  the x265 stream that the user supplies, whose CRF is 45 if it does not say
//   import         the pictures that the user imports
//
//   q60            quality of coded masks           k64     keyint
//   +vos           VOS on the column's own pictures  +truth  the annotations as masks
//   +plain         ours without enhancement

/** One entry of a list of columns: a column, or the text that is none and why. */
export type ListedColumn =
  | { readonly text: string; readonly spec: ColumnSpec }
  | { readonly text: string; readonly problem: Problem };

const SHAPE =
  /^(truth|orig|original|x265|ours|import)(?:@([a-z0-9.%-]+?))?((?:q\d+|k\d+|\+vos|\+truth|\+plain)*)(?::([a-z-]+))?$/;

/**
 * Parses a list of columns. Each entry is parsed on its own: one that makes no sense has a problem
 * and the others stand.
 */
export function parseColumnList(text: string): ListedColumn[] {
  const entries = text
    .split(',')
    .map((entry) => entry.trim())
    .filter(Boolean);
  return entries.slice(0, MOST_COLUMNS).map((entry) => {
    try {
      return { text: entry, spec: parseColumn(entry) };
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      return { text: entry, problem: error };
    }
  });
}

/**
 * Parses one column.
 *
 * @throws Problem naming the text and what is wrong with it
 */
export function parseColumn(text: string): ColumnSpec {
  const match = SHAPE.exec(text.toLowerCase());
  if (!match) {
    throw refused(text, 'is not a column', 'Write it like orig, x265@45, ours@48 or ours@-15%.');
  }
  const [, word = '', rate, settings = '', network] = match;
  const vos = parseNetwork(text, network);
  const { spec, takesRate } = baseColumn(word, vos);
  if (rate !== undefined && !takesRate) {
    throw refused(text, 'has a rate', `Only x265 and ours have one: write ${word}.`);
  }
  const rated = rate === undefined ? spec : { ...spec, pictures: parsePictures(text, rate, word) };
  return (settings.match(/q\d+|k\d+|\+\w+/g) ?? []).reduce(
    (column, setting) => applySetting(text, column, setting),
    rated,
  );
}

/** The settings that the text of a column names; the others are defaults. */
export interface StatedSettings {
  readonly rate: boolean;
  readonly keyint: boolean;
  readonly quality: boolean;
  /** The source of the masks, `+vos` or `+truth`. */
  readonly masks: boolean;
  readonly network: boolean;
}

/** @param text a column that {@link parseColumn} accepts */
export function statedSettings(text: string): StatedSettings {
  const [, , rate, settings = '', network] = SHAPE.exec(text.toLowerCase()) ?? [];
  return {
    rate: rate !== undefined,
    keyint: /k\d/.test(settings),
    quality: /q\d/.test(settings),
    masks: /\+(vos|truth)/.test(settings),
    network: network !== undefined,
  };
}

/** Formats a column; `parseColumn` reads it back. Default settings are left out. */
export function formatColumn(spec: ColumnSpec): string {
  const { pictures, enhanced, masks } = spec;
  const isX265 = pictures.source === 'x265' || pictures.source === 'stream';
  const isOurs = columnKind(spec) === 'ours';
  const plainMasks = isOurs ? 'coded' : masks.source;
  const parts = [
    wordOf(spec, isOurs),
    isX265 ? `@${formatRate(pictures)}` : '',
    masks.source === 'coded' &&
    masks.quality !== null &&
    masks.quality !== MASK_QUALITY_RANGE.default
      ? `q${masks.quality}`
      : '',
    pictures.source === 'x265' && pictures.keyint !== KEYINT_RANGE.default
      ? `k${pictures.keyint}`
      : '',
    isOurs && !enhanced ? '+plain' : '',
    masks.source === 'vos' && plainMasks === 'coded' ? '+vos' : '',
    masks.source === 'truth' && pictures.source !== 'original' ? '+truth' : '',
    formatNetwork(networkOf(spec)),
  ];
  return parts.join('');
}

export function formatColumnList(columns: readonly ColumnSpec[]): string {
  return columns.map(formatColumn).join(',');
}

function baseColumn(word: string, network: VosNetworkName) {
  switch (word) {
    case 'truth':
      return { spec: TRUTH_COLUMN, takesRate: false };
    case 'x265':
      return { spec: x265Column(CRF_RANGE.default, network), takesRate: true };
    case 'ours':
      return { spec: oursColumn({ kind: 'same' }, network), takesRate: true };
    case 'import':
      return { spec: importedColumn(network), takesRate: false };
    default:
      return { spec: originalColumn(network), takesRate: false };
  }
}

function wordOf({ pictures, masks }: ColumnSpec, isOurs: boolean): string {
  if (pictures.source === 'original') return masks.source === 'truth' ? 'truth' : 'orig';
  if (pictures.source === 'import') return 'import';
  return isOurs ? 'ours' : 'x265';
}

function parsePictures(text: string, rate: string, word: string): ColumnPictures {
  const stream = /^stream(\d+)?$/.exec(rate);
  if (stream) {
    const assumedCrf =
      stream[1] === undefined ? CRF_RANGE.default : integer(text, stream[1], CRF_RANGE);
    return { source: 'stream', assumedCrf };
  }
  return { source: 'x265', rate: parseRate(text, rate, word), keyint: KEYINT_RANGE.default };
}

function parseRate(text: string, rate: string, word: string): Rate {
  const fewer = /^-(\d+(?:\.\d+)?)%$/.exec(rate);
  if (/^\d+$/.test(rate)) return { kind: 'crf', crf: integer(text, rate, CRF_RANGE) };
  if (rate === 'same' && word === 'ours') return { kind: 'same' };
  if (fewer && word === 'ours') {
    const percent = Number(fewer[1]);
    if (percent > 0 && percent < 100) return { kind: 'fewer', percent };
  }
  const bpp = /^(\d+(?:\.\d+)?)bpp$/.exec(rate);
  if (bpp && Number(bpp[1]) > 0) return { kind: 'bpp', bpp: Number(bpp[1]) };
  throw refused(
    text,
    `has no rate that ${word} can have`,
    word === 'ours'
      ? 'Write a CRF (ours@48), a saving (ours@-15%), ours@same or bits per pixel (ours@0.02bpp).'
      : 'Write a CRF (x265@45) or bits per pixel (x265@0.02bpp).',
  );
}

function formatRate(pictures: Extract<ColumnPictures, { source: 'x265' | 'stream' }>): string {
  if (pictures.source === 'stream') {
    const { assumedCrf } = pictures;
    return assumedCrf === CRF_RANGE.default ? 'stream' : `stream${assumedCrf}`;
  }
  const { rate } = pictures;
  switch (rate.kind) {
    case 'crf':
      return String(rate.crf);
    case 'same':
      return 'same';
    case 'fewer':
      return `-${rate.percent}%`;
    case 'bpp':
      return `${rate.bpp}bpp`;
  }
}

function applySetting(text: string, spec: ColumnSpec, setting: string): ColumnSpec {
  const { pictures, masks } = spec;
  const isX265 = pictures.source === 'x265' || pictures.source === 'stream';
  switch (setting[0]) {
    case 'q':
      if (masks.source !== 'coded') throw refused(text, 'has no coded masks', 'Leave out the q.');
      return {
        ...spec,
        masks: { ...masks, quality: integer(text, setting.slice(1), MASK_QUALITY_RANGE) },
      };
    case 'k':
      if (pictures.source !== 'x265') throw refused(text, 'is not encoded', 'Leave out the k.');
      return {
        ...spec,
        pictures: { ...pictures, keyint: integer(text, setting.slice(1), KEYINT_RANGE) },
      };
  }
  const network = networkOf(spec);
  if (setting === '+truth' && pictures.source !== 'original') {
    return { ...spec, masks: { source: 'truth' } };
  }
  if (setting === '+vos' && network !== null && isX265) {
    return { ...spec, masks: { source: 'vos', network } };
  }
  if (setting === '+plain' && spec.enhanced) return { ...spec, enhanced: false };
  throw refused(text, `cannot have ${setting}`, 'Leave it out.');
}

function parseNetwork(text: string, network: string | undefined): VosNetworkName {
  if (network === undefined) return VOS_NETWORKS[0].name;
  if (isVosNetworkName(network)) return network;
  const names = VOS_NETWORKS.map(({ name }) => name).join(', ');
  throw refused(text, 'has an unknown network', `The networks are ${names}.`);
}

function formatNetwork(network: VosNetworkName | null): string {
  return network === null || network === VOS_NETWORKS[0].name ? '' : `:${network}`;
}

function integer(text: string, digits: string, { min, max }: { min: number; max: number }): number {
  const value = Number(digits);
  if (value >= min && value <= max) return value;
  throw refused(text, `has ${digits} out of range`, `Choose a whole number from ${min} to ${max}.`);
}

function refused(text: string, what: string, remedy: string): Problem {
  return new Problem(`The column “${text}” ${what}.`, remedy);
}
