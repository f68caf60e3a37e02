import {
  type ColumnMasks,
  type ColumnSpec,
  importedColumn,
  originalColumn,
  type Rate,
} from '../results/columnSpec.ts';
import type { ComputedColumn } from '../results/columns.ts';
import type { ExperimentConfiguration } from './configuration.ts';

type CodingConfiguration = Pick<
  ExperimentConfiguration,
  'crf' | 'targetBpp' | 'keyint' | 'network' | 'ours' | 'maskQuality'
>;

/** What decides a column besides the configuration. */
interface Supplied {
  /** True if x265's video is a stream that the user supplied. */
  readonly isStream: boolean;
  /** True if this stream carries the masks of ours. */
  readonly carriesMasks: boolean;
}

const NOTHING_SUPPLIED: Supplied = { isStream: false, carriesMasks: false };

/** The specification of a column of an experiment, in which ours has the CRF of x265. */
export function columnSpecOf(
  name: ComputedColumn,
  { crf, targetBpp, keyint, network, ours, maskQuality }: CodingConfiguration,
  { isStream, carriesMasks }: Supplied = NOTHING_SUPPLIED,
): ColumnSpec {
  if (name === 'original') return originalColumn(network);
  if (name === 'imported') return importedColumn(network);
  const rate = rateOf(name, crf, targetBpp);
  const pictures = isStream
    ? ({ source: 'stream', assumedCrf: crf } as const)
    : ({ source: 'x265', rate, keyint } as const);
  const vos: ColumnMasks = { source: 'vos', network };
  if (name === 'x265') return { pictures, enhanced: false, masks: vos };
  const coded: ColumnMasks = {
    source: 'coded',
    quality: carriesMasks ? null : maskQuality,
    network,
  };
  return { pictures, enhanced: true, masks: ours === 'coded' ? coded : vos };
}

/** The wanted rate is that of x265's video; ours has the CRF that was found for it. */
function rateOf(name: 'x265' | 'ours', crf: number, targetBpp: number | null): Rate {
  if (targetBpp === null) return { kind: 'crf', crf };
  return name === 'x265' ? { kind: 'bpp', bpp: targetBpp } : { kind: 'same' };
}
