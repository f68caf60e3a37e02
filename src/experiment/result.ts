import { encodedCrf } from '../codec/encodedVideo.ts';
import { type ComputedColumn, columnText, isCompressed } from '../results/columns.ts';
import type {
  ColumnResult,
  ObjectResult,
  Provenance,
  SequenceResult,
} from '../results/resultSchema.ts';
import { meanPictureQuality } from '../scoring/pictureQuality.ts';
import { summarizeSequence } from '../scoring/statistics.ts';
import { columnBits } from './columnSummary.ts';
import type { ExperimentConfiguration } from './configuration.ts';
import type { ColumnState, ExperimentState } from './experimentState.ts';

/** The requested columns that are complete: every frame is segmented and scored. */
export function completeColumns(
  { columns, frameCount, importedTitle }: ExperimentState,
  configuration: Pick<ExperimentConfiguration, 'columns'>,
): ComputedColumn[] {
  const imported = importedTitle !== null ? (['imported'] as const) : [];
  return [...configuration.columns, ...imported].filter((name) => {
    const { problem, mapsReady } = columns[name];
    return problem === null && frameCount > 0 && mapsReady === frameCount;
  });
}

/** The result of a finished experiment: its complete columns. */
export function sequenceResult(
  experiment: ExperimentState,
  configuration: ExperimentConfiguration,
  provenance: Provenance,
): SequenceResult {
  const { crf, targetBpp, keyint, network, memoryFrames } = configuration;
  const { ours, maskQuality, frameLimit } = configuration;
  const columns: Partial<Record<ComputedColumn, ColumnResult>> = {};
  for (const name of completeColumns(experiment, configuration)) {
    columns[name] = columnResult(name, experiment);
  }
  const suppliedVideo = experiment.video?.settings === null ? experiment.video : null;
  return {
    name: experiment.sequenceName ?? '',
    frames: experiment.frameCount,
    size: experiment.size,
    frameRate: experiment.frameRate,
    configuration: {
      // A user-supplied stream has its own CRF and rate.
      crf: (suppliedVideo && encodedCrf(suppliedVideo)) ?? crf,
      targetBpp: suppliedVideo ? null : targetBpp,
      ...{ keyint, network, memoryFrames, ours, frameLimit },
      maskQuality: ours === 'coded' && !carriesMasks(experiment) ? maskQuality : null,
    },
    columns,
    provenance: { ...provenance, givenFiles: usedFiles(columns, provenance) },
  };
}

/** The same result with another title of the imported column. */
export function retitled(result: SequenceResult, title: string): SequenceResult {
  const { imported } = result.columns;
  if (!imported || imported.title === title) return result;
  return { ...result, columns: { ...result.columns, imported: { ...imported, title } } };
}

/** The files from which these columns were made; rejected files are left out. */
function usedFiles(
  columns: SequenceResult['columns'],
  { givenFiles }: Provenance,
): Provenance['givenFiles'] {
  return givenFiles.filter(({ role }) =>
    role === 'x265 stream' ? columns.x265 || columns.ours : columns.imported,
  );
}

function columnResult(name: ComputedColumn, experiment: ExperimentState): ColumnResult {
  const column = experiment.columns[name];
  const text = columnText(name, experiment.ours);
  const picture = isCompressed(name) ? meanPictureQuality(column.quality) : null;
  const { J, F, JF, objects } = summarizeSequence(column.scores);
  const video = name === 'x265' || name === 'ours' ? experiment.video : null;
  return {
    title: (name === 'imported' ? experiment.importedTitle : null) ?? text.title,
    masks: text.masks,
    crf: video && encodedCrf(video),
    notes: column.notes,
    bpp: columnBits(name, experiment),
    J,
    F,
    JF,
    psnrY: picture?.psnrY ?? null,
    picture,
    seconds: column.seconds,
    vosAt: vosSide(name, experiment),
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

/** True when a user-supplied stream carries the masks of ours. */
function carriesMasks({ masks }: ExperimentState): boolean {
  return masks?.settings === null;
}

function vosSide(name: ComputedColumn, experiment: ExperimentState): ColumnResult['vosAt'] {
  if (name !== 'ours' || experiment.ours === 'enhanced') return 'decoder';
  return carriesMasks(experiment) ? 'elsewhere' : 'encoder';
}

function frameScores({ scores }: ColumnState, object: number): ObjectResult['frames'] {
  return {
    J: scores.map((score) => score?.J[object] ?? null),
    F: scores.map((score) => score?.F[object] ?? null),
  };
}
