import type { ExecutionProvider } from '../networks/networksApi.ts';
import { type Statistics, type Summary, summarizeSequence } from '../scoring/statistics.ts';
import { columnBits, meanPsnrY } from './columnSummary.ts';
import type { ComputedColumn } from './columns.ts';
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
  readonly provider: ExecutionProvider;
}

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
    const { J, F, JF } = summarizeSequence(column.scores);
    columns[name] = {
      crf: coded ? configuration.crf : null,
      bpp: coded ? columnBits(experiment) : null,
      J,
      F,
      JF,
      psnrY: coded ? meanPsnrY(column) : null,
      seconds: column.seconds,
      provider: experiment.provider?.provider ?? 'wasm',
    };
  }
  return { name: experiment.sequenceName ?? '', frames: experiment.frameCount, columns };
}

/**
 * Mean of several sequences' results, a column at a time, each sequence with the same weight; a
 * figure that some sequence lacks is null.
 */
export function meanResult(
  results: readonly SequenceResult[],
): Partial<Record<ComputedColumn, Omit<ColumnResult, 'provider'>>> {
  const means: Partial<Record<ComputedColumn, Omit<ColumnResult, 'provider'>>> = {};
  for (const name of ['original', 'x265', 'ours'] as const) {
    const columns = results.flatMap(({ columns: all }) => all[name] ?? []);
    if (columns.length > 0) means[name] = meanColumn(columns);
  }
  return means;
}

function meanColumn(columns: readonly ColumnResult[]): Omit<ColumnResult, 'provider'> {
  const meanOf = (pick: (column: ColumnResult) => number | null | undefined): number | null => {
    const values = columns.map(pick);
    const known = values.filter((value) => typeof value === 'number');
    if (known.length < values.length) return null;
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  const required = (pick: (column: ColumnResult) => number) => meanOf(pick) ?? Number.NaN;
  const statistics = (pick: (column: ColumnResult) => Statistics): Statistics => ({
    mean: required((column) => pick(column).mean),
    recall: required((column) => pick(column).recall),
    decay: required((column) => pick(column).decay),
  });
  const video = meanOf((column) => column.bpp?.video);
  const masks = meanOf((column) => column.bpp?.masks);
  return {
    crf: meanOf((column) => column.crf),
    bpp: video !== null && masks !== null ? { video, masks, total: video + masks } : null,
    J: statistics((column) => column.J),
    F: statistics((column) => column.F),
    JF: required((column) => column.JF),
    psnrY: meanOf((column) => column.psnrY),
    seconds: {
      encode: required((column) => column.seconds.encode),
      decode: required((column) => column.seconds.decode),
      enhance: required((column) => column.seconds.enhance),
      vos: required((column) => column.seconds.vos),
    },
  };
}
