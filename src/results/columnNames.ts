import { vosNetworkTitle } from '../networks/vosNetworks.ts';
import { type ColumnSpec, networkOf } from './columnSpec.ts';

/** What the name of a column is made of. */
export interface NamedColumn {
  readonly spec: ColumnSpec;
  readonly title: string;
  /** The CRF of its video; null if it has none or if it is not known yet. */
  readonly crf: number | null;
}

/**
 * Short names that tell columns apart, for legends and file names: the title, and of the settings
 * only those in which columns with the same title differ, e.g. `x265 CRF 45` and `x265 CRF 37`.
 */
export function columnNames(columns: readonly NamedColumn[]): string[] {
  const settings = columns.map(settingsOf);
  const names = columns.map(({ title }, index) => {
    const own = settings[index] ?? [];
    const rivals = settings.filter((_, other) => columns[other]?.title === title);
    const differing = own.filter((text, part) => rivals.some((rival) => rival[part] !== text));
    return [title, ...differing].filter(Boolean).join(' ');
  });
  return names.map((name, index) => {
    const twins = names.slice(0, index).filter((other) => other === name).length;
    return twins === 0 ? name : `${name} (${twins + 1})`;
  });
}

/** The settings of a column, each a few words; always in the same order. */
function settingsOf(column: NamedColumn): string[] {
  const { pictures, enhanced } = column.spec;
  return [
    rateName(column),
    pictures.source === 'x265' ? `keyint ${pictures.keyint}` : '',
    enhanced ? '' : 'not enhanced',
    masksName(column.spec),
    networkTitleOf(column.spec),
  ];
}

/** The title of a column's VOS network; empty if it has none. */
export function networkTitleOf(spec: ColumnSpec): string {
  const network = networkOf(spec);
  return network === null ? '' : vosNetworkTitle(network).title;
}

/** The rate of a column's video in a few words, e.g. `CRF 45`; empty if it has none. */
export function rateName({ spec: { pictures }, crf }: Pick<NamedColumn, 'spec' | 'crf'>): string {
  if (pictures.source === 'stream') return 'stream';
  if (pictures.source !== 'x265') return '';
  const { rate } = pictures;
  switch (rate.kind) {
    case 'crf':
      return `CRF ${rate.crf}`;
    case 'same':
      return crf === null ? 'CRF of x265' : `CRF ${crf}`;
    case 'fewer':
      return `−${rate.percent}%`;
    case 'bpp':
      return `${rate.bpp} bpp`;
  }
}

function masksName({ masks }: ColumnSpec): string {
  switch (masks.source) {
    case 'truth':
      return 'ground truth';
    case 'vos':
      return 'own VOS';
    case 'coded':
      return masks.quality === null ? 'carried masks' : `masks ${masks.quality}`;
  }
}
