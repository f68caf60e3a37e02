import { columnSpecOf } from '../../experiment/columnSpecs.ts';
import {
  DEFAULT_CONFIGURATION,
  type ExperimentConfiguration,
} from '../../experiment/configuration.ts';
import type { ProviderChoice } from '../../networks/networksApi.ts';
import { Problem } from '../../problem.ts';
import { formatColumn, formatColumnList } from '../../results/columnList.ts';
import { type ColumnSpec, columnKind, networkOf } from '../../results/columnSpec.ts';
import { COMPUTED_COLUMNS, type ComputedColumn } from '../../results/columns.ts';

// The boundary to today's engine, which computes at most three columns with one configuration. To
// be deleted with it: then the page takes the columns themselves.

/** The settings that all columns of an experiment share. */
export interface CommonSettings {
  /** Most memory frames of STCN and R50-AOTL; null for no limit. */
  readonly memoryFrames: number | null;
  readonly provider: ProviderChoice;
  /** Number of frames from the start; null for all. */
  readonly frameLimit: number | null;
  /** The CRF that was found for a wanted rate of x265's video; null if none is wanted. */
  readonly foundCrf: number | null;
}

/**
 * The configuration of today's engine that computes these columns.
 *
 * @throws Problem when it can compute some of them only, or none
 */
export function todaysConfiguration(
  columns: readonly ColumnSpec[],
  { foundCrf, ...common }: CommonSettings,
): ExperimentConfiguration {
  const configuration = columns.reduce(withSettingsOf, {
    ...DEFAULT_CONFIGURATION,
    ...common,
    columns: columns.map(todaysColumn),
  });
  const impossible = columns.find(
    (spec) => formatColumn(columnSpecOf(todaysColumn(spec), configuration)) !== formatColumn(spec),
  );
  const isRepeated = new Set(configuration.columns).size < columns.length;
  if (impossible || isRepeated) throw tooMuch(columns);
  return foundCrf === null ? configuration : { ...configuration, crf: foundCrf };
}

/** @throws Problem when today's engine cannot compute these columns in one experiment */
export function checkColumns(columns: readonly ColumnSpec[]): void {
  const settings = { memoryFrames: null, provider: 'auto', frameLimit: null } as const;
  todaysConfiguration(columns, { ...settings, foundCrf: null });
}

/**
 * The name of a column in today's engine.
 *
 * @throws Problem when it has none
 */
export function todaysColumn(spec: ColumnSpec): ComputedColumn {
  const kind = columnKind(spec);
  const name = COMPUTED_COLUMNS.find((column) => column === kind);
  if (!name || name === 'imported') throw tooMuch([spec]);
  return name;
}

/** What does not fit together shows when the columns are compared with those of the outcome. */
function withSettingsOf(
  configuration: ExperimentConfiguration,
  spec: ColumnSpec,
): ExperimentConfiguration {
  const { pictures, masks } = spec;
  const changed = { ...configuration, network: networkOf(spec) ?? configuration.network };
  if (pictures.source !== 'x265') return changed;
  const { rate, keyint } = pictures;
  return {
    ...changed,
    keyint,
    ...(rate.kind === 'crf' ? { crf: rate.crf } : {}),
    ...(rate.kind === 'bpp' ? { targetBpp: rate.bpp } : {}),
    ...(columnKind(spec) === 'ours' && masks.source === 'vos' ? { ours: 'enhanced' } : {}),
    ...(masks.source === 'coded' && masks.quality !== null ? { maskQuality: masks.quality } : {}),
  };
}

function tooMuch(columns: readonly ColumnSpec[]): Problem {
  return new Problem(
    `This version cannot compute ${formatColumnList(columns)} in one experiment.`,
    'Choose at most one column each of original, x265 and ours, of one network, at one CRF.',
  );
}
