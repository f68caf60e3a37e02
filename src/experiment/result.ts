import type { ExecutionProvider } from '../networks/networksApi.ts';
import { type Summary, summarizeSequence, summarizeSet } from '../scoring/statistics.ts';
import { columnBits, meanPsnrY } from './columnSummary.ts';
import { COMPUTED_COLUMNS, type ComputedColumn } from './columns.ts';
import type { ExperimentConfiguration } from './configuration.ts';
import type { ColumnSeconds, ExperimentState } from './experimentState.ts';

/** One column of a sequence's result. Figures that do not apply (bits of originals) are null. */
export interface ColumnResult extends Summary {
  readonly crf: number | null;
  /** Bits per pixel. */
  readonly bpp: { readonly video: number; readonly masks: number; readonly total: number } | null;
  /** Mean over the frames, dB. */
  readonly psnrY: number | null;
  readonly seconds: ColumnSeconds;
  /** Each object's statistics, in the order of the ids. */
  readonly objects: readonly Summary[];
  readonly provider: ExecutionProvider;
}

/** Mean of a column over a set of sequences. */
export type ColumnMean = Omit<ColumnResult, 'provider' | 'objects'>;

/** What an experiment gave, as `npm run evaluate` writes it. */
export interface SequenceResult {
  readonly name: string;
  readonly frames: number;
  readonly columns: Partial<Record<ComputedColumn, ColumnResult>>;
}

/** The result of a finished experiment. */
export function sequenceResult(
  experiment: ExperimentState,
  configuration: ExperimentConfiguration,
): SequenceResult {
  const columns: Partial<Record<ComputedColumn, ColumnResult>> = {};
  for (const name of configuration.columns) {
    const column = experiment.columns[name];
    const coded = name !== 'original';
    const { J, F, JF, objects } = summarizeSequence(column.scores);
    columns[name] = {
      crf: coded ? configuration.crf : null,
      bpp: coded ? columnBits(experiment) : null,
      J,
      F,
      JF,
      psnrY: coded ? meanPsnrY(column) : null,
      seconds: column.seconds,
      objects,
      provider: experiment.provider?.provider ?? 'wasm',
    };
  }
  return { name: experiment.sequenceName ?? '', frames: experiment.frameCount, columns };
}

/**
 * Mean of several sequences' results, a column at a time. Scores are means over all objects, as the
 * official evaluation's global figures; bits, PSNR and times are means over the sequences. A figure
 * that some sequence lacks is null.
 */
export function meanResult(
  results: readonly SequenceResult[],
): Partial<Record<ComputedColumn, ColumnMean>> {
  const means: Partial<Record<ComputedColumn, ColumnMean>> = {};
  for (const name of COMPUTED_COLUMNS) {
    const columns = results.flatMap(({ columns: all }) => all[name] ?? []);
    if (columns.length > 0) means[name] = meanColumn(columns);
  }
  return means;
}

function meanColumn(columns: readonly ColumnResult[]): ColumnMean {
  const optional = (pick: (column: ColumnResult) => number | null | undefined): number | null => {
    const known = columns.map(pick).filter((value) => typeof value === 'number');
    if (known.length < columns.length) return null;
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  const seconds = (part: keyof ColumnSeconds) =>
    optional((column) => column.seconds[part]) ?? Number.NaN;
  const { J, F, JF } = summarizeSet(columns);
  const video = optional((column) => column.bpp?.video);
  const masks = optional((column) => column.bpp?.masks);
  return {
    crf: optional((column) => column.crf),
    bpp: video !== null && masks !== null ? { video, masks, total: video + masks } : null,
    J,
    F,
    JF,
    psnrY: optional((column) => column.psnrY),
    seconds: {
      encode: seconds('encode'),
      decode: seconds('decode'),
      enhance: seconds('enhance'),
      vos: seconds('vos'),
    },
  };
}
