import { KEYINT_RANGE } from '../../codec/x265.ts';
import { MASK_QUALITY_RANGE } from '../../masks/maskStream.ts';
import { type ColumnSpec, columnKind, networkOf } from '../../results/columnSpec.ts';
import type { ColumnResult } from '../../results/resultSchema.ts';

/**
 * Name of the folder with a column's masks, `COLUMN-NETWORK[-RATE][-SETTING…]`, e.g.
 * `ours-compact-crf45-q60`. Settings are left out if they are the defaults. The originals have no
 * rate, and with a wanted rate all sequences share a folder, whatever their CRFs.
 */
export function maskFolderName({ spec, foundRate }: ColumnResult): string {
  const rate = ratePart(spec, foundRate?.against ?? null);
  return [columnKind(spec), networkOf(spec), rate, ...settingParts(spec)].filter(Boolean).join('-');
}

/** @param against the x265 column that a relative rate refers to */
function ratePart({ pictures }: ColumnSpec, against: ColumnSpec | null): string {
  if (pictures.source !== 'x265') return '';
  const { rate } = pictures;
  const reference = against ? ratePart(against, null) : 'x265';
  switch (rate.kind) {
    case 'crf':
      return `crf${rate.crf}`;
    case 'bpp':
      return `bpp${rate.bpp}`;
    case 'same':
      return reference;
    case 'fewer':
      return `${rate.percent}fewer-than-${reference}`;
  }
}

function settingParts({ pictures, enhanced, masks }: ColumnSpec): string[] {
  const isDefaultKeyint = pictures.source !== 'x265' || pictures.keyint === KEYINT_RANGE.default;
  const quality = masks.source === 'coded' ? masks.quality : MASK_QUALITY_RANGE.default;
  return [
    isDefaultKeyint ? '' : `keyint${pictures.keyint}`,
    enhanced && masks.source === 'vos' ? 'enhanced' : '',
    !enhanced && masks.source === 'coded' ? 'plain' : '',
    quality === MASK_QUALITY_RANGE.default ? '' : `q${quality}`,
  ].filter(Boolean);
}
