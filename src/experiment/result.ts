import { isEncodedHere } from '../codec/encodedVideo.ts';
import { meanPictureQuality } from '../scoring/pictureQuality.ts';
import { summarizeSequence, summarizeSet } from '../scoring/statistics.ts';
import { columnBits } from './columnSummary.ts';
import { COLUMN_TEXT, COMPUTED_COLUMNS, type ComputedColumn, isCoded } from './columns.ts';
import type { ExperimentConfiguration } from './configuration.ts';
import type { ColumnSeconds, ColumnState, ExperimentState } from './experimentState.ts';
import type { ColumnResult, ObjectResult, Provenance, SequenceResult } from './resultSchema.ts';

export type { ColumnResult, ObjectResult, Provenance, SequenceResult } from './resultSchema.ts';

/** Mean of a column over a set of sequences. */
export type ColumnMean = Omit<ColumnResult, 'provider' | 'objects'>;

/** The result of a finished experiment. */
export function sequenceResult(
  experiment: ExperimentState,
  configuration: ExperimentConfiguration,
  provenance: Provenance,
): SequenceResult {
  const { crf, targetBpp, keyint, network, frameLimit } = configuration;
  const columns: Partial<Record<ComputedColumn, ColumnResult>> = {};
  const imported = experiment.imported ? (['imported'] as const) : [];
  for (const name of [...configuration.columns, ...imported]) {
    columns[name] = columnResult(name, experiment, configuration);
  }
  return {
    name: experiment.sequenceName ?? '',
    frames: experiment.frameCount,
    size: experiment.size,
    frameRate: experiment.frameRate,
    configuration: { crf, targetBpp, keyint, network, frameLimit },
    columns,
    provenance,
  };
}

function columnResult(
  name: ComputedColumn,
  experiment: ExperimentState,
  { crf }: ExperimentConfiguration,
): ColumnResult {
  const column = experiment.columns[name];
  const text = COLUMN_TEXT[name];
  const picture = isCoded(name) ? meanPictureQuality(column.quality) : null;
  const { J, F, JF, objects } = summarizeSequence(column.scores);
  const encodedHere = (name === 'x265' || name === 'ours') && isEncodedHere(experiment.video);
  return {
    title: (name === 'imported' ? experiment.imported?.title : null) ?? text.title,
    masks: text.masks,
    crf: encodedHere ? crf : null,
    bpp: columnBits(name, experiment),
    J,
    F,
    JF,
    psnrY: picture?.psnrY ?? null,
    picture,
    seconds: column.seconds,
    objects: objects.map((object, index) => ({
      id: experiment.scoredIds[index] ?? index + 1,
      J: object.J,
      F: object.F,
      JF: object.JF,
      frames: frameScores(column, index),
    })),
    provider: experiment.provider?.provider ?? 'wasm',
  };
}

function frameScores({ scores }: ColumnState, object: number): ObjectResult['frames'] {
  return {
    J: scores.map((score) => score?.J[object] ?? null),
    F: scores.map((score) => score?.F[object] ?? null),
  };
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

/** Mean of columns of one kind, of different sequences. */
export function meanColumn(columns: readonly ColumnResult[]): ColumnMean {
  const optional = (pick: (column: ColumnResult) => number | null | undefined): number | null => {
    const known = columns.map(pick).filter((value) => typeof value === 'number');
    if (known.length < columns.length) return null;
    return known.reduce((sum, value) => sum + value, 0) / known.length;
  };
  const same = (pick: (column: ColumnResult) => string) =>
    [...new Set(columns.map(pick))].join(', ');
  const seconds = (part: keyof ColumnSeconds) =>
    optional((column) => column.seconds[part]) ?? Number.NaN;
  const { J, F, JF } = summarizeSet(columns);
  const video = optional((column) => column.bpp?.video);
  const masks = optional((column) => column.bpp?.masks);
  return {
    title: same((column) => column.title),
    masks: same((column) => column.masks),
    crf: optional((column) => column.crf),
    bpp: video !== null && masks !== null ? { video, masks, total: video + masks } : null,
    J,
    F,
    JF,
    psnrY: optional((column) => column.psnrY),
    picture: meanPictureQuality(columns.map((column) => column.picture)),
    seconds: {
      encode: seconds('encode'),
      decode: seconds('decode'),
      enhance: seconds('enhance'),
      vos: seconds('vos'),
    },
  };
}
