import { CRF_RANGE, KEYINT_RANGE } from '../../codec/x265.ts';
import { MASK_QUALITY_RANGE } from '../../masks/maskStream.ts';
import { VOS_NETWORKS, type VosNetworkName } from '../../networks/vosNetworks.ts';
import {
  type ColumnMasks,
  type ColumnPictures,
  type ColumnSpec,
  columnKind,
  networkOf,
  type Rate,
} from '../../results/columnSpec.ts';

/** What a change of a column takes over from its state. */
export interface EditContext {
  /** The CRF of the column's video; null if it has none or if it is not known yet. */
  readonly crf: number | null;
  /** The network for masks of a column that has had none. */
  readonly network: VosNetworkName;
}

/** The context of a change before anything is computed. */
export const NO_CONTEXT: EditContext = { crf: null, network: VOS_NETWORKS[0].name };

/** True for pictures that can be enhanced and can come with coded masks. */
export function isCoded({ pictures }: Pick<ColumnSpec, 'pictures'>): boolean {
  return pictures.source === 'x265' || pictures.source === 'stream';
}

/** The same column with other pictures; what they cannot have is taken away. */
export function withPictures(
  spec: ColumnSpec,
  source: ColumnPictures['source'],
  context: EditContext,
): ColumnSpec {
  if (spec.pictures.source === source) return spec;
  const pictures = picturesFrom(source, assumedCrf(spec, context));
  const changed = { ...spec, pictures };
  if (isCoded(changed)) return settled(changed, context);
  const network = networkOf(spec) ?? context.network;
  return {
    pictures,
    enhanced: false,
    masks: spec.masks.source === 'coded' ? { source: 'vos', network } : spec.masks,
  };
}

/** The same column with masks from elsewhere. */
export function withMasks(
  spec: ColumnSpec,
  source: ColumnMasks['source'],
  context: EditContext,
): ColumnSpec {
  if (spec.masks.source === source) return spec;
  const network = networkOf(spec) ?? context.network;
  return settled({ ...spec, masks: masksFrom(source, network) }, context);
}

export function withEnhancement(
  spec: ColumnSpec,
  enhanced: boolean,
  context: EditContext,
): ColumnSpec {
  return settled({ ...spec, enhanced }, context);
}

/** The same column at another rate; columns that are not encoded here stay as they are. */
export function withRate(spec: ColumnSpec, rate: Rate): ColumnSpec {
  const { pictures } = spec;
  return pictures.source === 'x265' ? { ...spec, pictures: { ...pictures, rate } } : spec;
}

export function withKeyint(spec: ColumnSpec, keyint: number): ColumnSpec {
  const { pictures } = spec;
  return pictures.source === 'x265' ? { ...spec, pictures: { ...pictures, keyint } } : spec;
}

/** True if the rate of a column may refer to the x265 column: that is for ours. */
export function canRefer(spec: ColumnSpec): boolean {
  return columnKind(spec) === 'ours';
}

/** Columns that encode use the user's stream instead. */
export function withStream(
  columns: readonly ColumnSpec[],
  crfs: readonly (number | null)[] = [],
): ColumnSpec[] {
  return columns.map((spec, index) =>
    spec.pictures.source === 'x265'
      ? withPictures(spec, 'stream', { ...NO_CONTEXT, crf: crfs[index] ?? null })
      : spec,
  );
}

/** Columns that use the user's stream encode again, at the CRF that was assumed for it. */
export function withoutStream(columns: readonly ColumnSpec[]): ColumnSpec[] {
  return columns.map((spec) =>
    spec.pictures.source === 'stream' ? withPictures(spec, 'x265', NO_CONTEXT) : spec,
  );
}

/** Columns other than ours have a CRF of their own. */
function settled(spec: ColumnSpec, context: EditContext): ColumnSpec {
  const { pictures } = spec;
  if (pictures.source !== 'x265' || canRefer(spec)) return spec;
  const { kind } = pictures.rate;
  if (kind === 'crf' || kind === 'bpp') return spec;
  return withRate(spec, { kind: 'crf', crf: assumedCrf(spec, context) });
}

function assumedCrf({ pictures }: ColumnSpec, { crf }: EditContext): number {
  if (pictures.source === 'stream') return crf ?? pictures.assumedCrf;
  if (pictures.source === 'x265' && pictures.rate.kind === 'crf') return pictures.rate.crf;
  return crf ?? CRF_RANGE.default;
}

function picturesFrom(source: ColumnPictures['source'], crf: number): ColumnPictures {
  switch (source) {
    case 'x265':
      return { source, rate: { kind: 'crf', crf }, keyint: KEYINT_RANGE.default };
    case 'stream':
      return { source, assumedCrf: crf };
    default:
      return { source };
  }
}

function masksFrom(source: ColumnMasks['source'], network: VosNetworkName): ColumnMasks {
  switch (source) {
    case 'truth':
      return { source };
    case 'vos':
      return { source, network };
    case 'coded':
      return { source, quality: MASK_QUALITY_RANGE.default, network };
  }
}
