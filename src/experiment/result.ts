import { encodedCrf, headerBitsPerPixel, isEncodedHere } from '../codec/encodedVideo.ts';
import { columnKind } from '../results/columnSpec.ts';
import { type ComputedColumn, columnText, isCompressed } from '../results/columns.ts';
import type {
  ColumnResult,
  FoundRate,
  ObjectResult,
  Provenance,
  SequenceResult,
} from '../results/resultSchema.ts';
import { meanPictureQuality } from '../scoring/pictureQuality.ts';
import { summarizeSequence } from '../scoring/statistics.ts';
import { columnSpecOf } from './columnSpecs.ts';
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
  const columns = completeColumns(experiment, configuration).map((name) =>
    columnResult(name, experiment, configuration),
  );
  return {
    name: experiment.sequenceName ?? '',
    frames: experiment.frameCount,
    size: experiment.size,
    frameRate: experiment.frameRate,
    frameLimit: configuration.frameLimit,
    memoryFrames: configuration.memoryFrames,
    columns,
    provenance: { ...provenance, givenFiles: usedFiles(columns, provenance) },
  };
}

/** The same result with another title of the imported column. */
export function retitled(result: SequenceResult, title: string): SequenceResult {
  const columns = result.columns.map((column) =>
    columnKind(column.spec) === 'imported' ? { ...column, title } : column,
  );
  return { ...result, columns };
}

/** The files from which these columns were made; rejected files are left out. */
function usedFiles(
  columns: SequenceResult['columns'],
  { givenFiles }: Provenance,
): Provenance['givenFiles'] {
  const sources = columns.map(({ spec }) => spec.pictures.source);
  return givenFiles.filter(({ role }) =>
    sources.includes(role === 'x265 stream' ? 'stream' : 'import'),
  );
}

function columnResult(
  name: ComputedColumn,
  experiment: ExperimentState,
  configuration: ExperimentConfiguration,
): ColumnResult {
  const column = experiment.columns[name];
  const text = columnText(name, experiment.ours);
  const picture = isCompressed(name) ? meanPictureQuality(column.quality) : null;
  const { J, F, JF, objects } = summarizeSequence(column.scores);
  const video = name === 'x265' || name === 'ours' ? experiment.video : null;
  const spec = columnSpecOf(name, configuration, {
    isStream: video !== null && video.settings === null,
    carriesMasks: carriesMasks(experiment),
  });
  return {
    spec,
    title: (name === 'imported' ? experiment.importedTitle : null) ?? text.title,
    masks: text.masks,
    crf: video && encodedCrf(video),
    notes: column.notes,
    bpp: columnBits(name, experiment),
    headerBpp: isEncodedHere(video) ? headerBitsPerPixel(video) : null,
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
    foundRate: spec.pictures.source === 'x265' ? foundRateOf(name, configuration) : null,
    commandLine: video?.commandLine ?? null,
  };
}

/** Today, a CRF is found for the rate of x265's video only, and whether it was reached is lost. */
function foundRateOf(
  name: ComputedColumn,
  configuration: ExperimentConfiguration,
): FoundRate | null {
  if (configuration.targetBpp === null) return null;
  const against = name === 'ours' ? columnSpecOf('x265', configuration) : null;
  return { reached: true, against };
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
