import { CRF_RANGE, KEYINT_RANGE } from '../../codec/x265.ts';
import { MASK_QUALITY_RANGE } from '../../masks/maskStream.ts';
import { VOS_NETWORKS, type VosNetworkName } from '../../networks/vosNetworks.ts';
import {
  formatColumn,
  formatColumnList,
  parseColumn,
  statedSettings,
} from '../../results/columnList.ts';
import { type ColumnSpec, columnKind, type Rate } from '../../results/columnSpec.ts';
import type { OursMode } from '../../results/columns.ts';
import { hasRelativeRate, rateReference, withChosenCrfs } from '../../results/rateReference.ts';

/** The options that decide the columns of an evaluation; null for an option that is missing. */
export interface ColumnOptions {
  /** Columns in their short form. */
  readonly columns: readonly string[] | null;
  readonly crfs: readonly number[] | null;
  /** Bits per pixel of x265's video. */
  readonly targetBpp: number | null;
  readonly keyint: number | null;
  readonly networks: readonly VosNetworkName[] | null;
  readonly ours: OursMode | null;
  readonly maskQuality: number | null;
}

const DEFAULT_COLUMNS = ['original', 'x265', 'ours'];

/**
 * The columns of each experiment of a sequence. What a column does not name comes from the other
 * options: a column of x265 or ours without a rate is in an experiment for each CRF, one without a
 * network in an experiment for each network. Columns with their own are in all experiments.
 *
 * @returns by network, then by CRF: the page reuses the masks of the originals if only the CRF
 *   changes
 * @throws Error that describes the invalid option; Problem that describes the invalid column
 */
export function columnLists(options: ColumnOptions): ColumnSpec[][] {
  const entries = (options.columns ?? DEFAULT_COLUMNS).map(readEntry);
  checkOptions(entries, options);
  const networks = options.networks ?? [VOS_NETWORKS[0].name];
  const lists = networks.flatMap((network) =>
    ratesOf(entries, options).map((rate) =>
      withChosenCrfs(entries.map((entry) => complete(entry, network, rate, options))),
    ),
  );
  const distinct = lists.map(
    (list) => new Map(list.map((spec) => [formatColumn(spec), spec] as const)),
  );
  const columns = distinct.map((list) => [...list.values()]);
  for (const list of columns) checkRelativeRates(list);
  return [...new Map(columns.map((list) => [formatColumnList(list), list])).values()];
}

interface Entry {
  readonly text: string;
  readonly spec: ColumnSpec;
  readonly stated: ReturnType<typeof statedSettings>;
}

function readEntry(text: string): Entry {
  const spec = parseColumn(text);
  const { source } = spec.pictures;
  if (columnKind(spec) === 'truth' || source === 'import' || source === 'stream') {
    throw new Error(`--columns ${text}: choose original, x265 and ours, with their settings.`);
  }
  return { text, spec, stated: statedSettings(text) };
}

/** True for a column that takes the rate of `--crf` or `--target-bpp`. */
function lacksRate({ spec, stated }: Entry): boolean {
  return spec.pictures.source === 'x265' && !stated.rate;
}

function checkOptions(
  entries: readonly Entry[],
  { crfs, targetBpp, networks }: ColumnOptions,
): void {
  const rate = crfs === null ? (targetBpp === null ? null : '--target-bpp') : '--crf';
  if (rate !== null && !entries.some(lacksRate)) {
    throw new Error(`${rate} has no effect: no column of --columns takes its rate from it.`);
  }
  const named = entries.find(({ stated }) => stated.network);
  if (networks !== null && named) {
    throw new Error(`--networks and --columns ${named.text} exclude each other: choose one.`);
  }
}

/** The rates of columns that have none: `same` for the CRF of another x265 column. */
function ratesOf(entries: readonly Entry[], { crfs, targetBpp }: ColumnOptions): Rate[] {
  const bare = entries.filter(lacksRate);
  const onlyOurs = bare.every(({ spec }) => columnKind(spec) === 'ours');
  const hasX265 = entries.some(({ spec }) => columnKind(spec) === 'x265');
  if (targetBpp !== null) return [{ kind: 'bpp', bpp: targetBpp }];
  if (crfs === null && onlyOurs && hasX265) return [{ kind: 'same' }];
  return (crfs ?? [CRF_RANGE.default]).map((crf) => ({ kind: 'crf', crf }));
}

/** @param rate the rate of a column that does not name one */
function complete(
  entry: Entry,
  network: VosNetworkName,
  rate: Rate,
  { keyint, ours, maskQuality }: ColumnOptions,
): ColumnSpec {
  const { spec, stated } = entry;
  const isOurs = columnKind(spec) === 'ours';
  let { pictures, masks } = spec;
  if (pictures.source === 'x265') {
    // A wanted rate is that of x265's video; ours has the CRF that is found for it.
    const given = isOurs && rate.kind === 'bpp' ? ({ kind: 'same' } as const) : rate;
    pictures = {
      ...pictures,
      rate: stated.rate ? pictures.rate : given,
      keyint: stated.keyint ? pictures.keyint : (keyint ?? KEYINT_RANGE.default),
    };
  }
  if (isOurs && ours === 'enhanced' && masks.source === 'coded' && !stated.quality) {
    masks = { source: 'vos', network: masks.network };
  }
  if (masks.source === 'coded' && !stated.quality) {
    masks = { ...masks, quality: maskQuality ?? MASK_QUALITY_RANGE.default };
  }
  if (masks.source !== 'truth' && !stated.network) masks = { ...masks, network };
  return { ...spec, pictures, masks };
}

function checkRelativeRates(columns: readonly ColumnSpec[]): void {
  const relative = columns.find(hasRelativeRate);
  if (!relative || rateReference(columns)) return;
  throw new Error(
    `--columns ${formatColumn(relative)} refers to x265: add a column such as x265@45.`,
  );
}
