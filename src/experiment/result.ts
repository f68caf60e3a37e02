import { encodedCrf, headerBitsPerPixel, isEncodedHere } from '../codec/encodedVideo.ts';
import { totalMaskErrors } from '../hevc/maskErrors.ts';
import { objectShares, totalObjectBits } from '../hevc/objectBits.ts';
import { NO_SECONDS } from '../results/columnSeconds.ts';
import { type ColumnSpec, columnKind, masksText } from '../results/columnSpec.ts';
import { rateReference, withChosenCrfs } from '../results/rateReference.ts';
import type {
  ColumnResult,
  FoundRate,
  ObjectResult,
  Provenance,
  SequenceResult,
} from '../results/resultSchema.ts';
import { meanPictureQuality } from '../scoring/pictureQuality.ts';
import { summarizeSequence } from '../scoring/statistics.ts';
import type { ExperimentConfiguration } from './configuration.ts';
import type { ColumnState, ExperimentState } from './experimentState.ts';

/** The columns that are complete: every frame is segmented and scored. Annotations do not count. */
export function completeColumns({ columns }: Pick<ExperimentState, 'columns'>): ColumnState[] {
  return columns.filter(({ spec, complete }) => complete && columnKind(spec) !== 'truth');
}

/** The result of a finished experiment: its complete columns. */
export function sequenceResult(
  experiment: ExperimentState,
  { memoryFrames, frameLimit }: ExperimentConfiguration,
  provenance: Provenance,
): SequenceResult {
  const complete = completeColumns(experiment);
  return {
    name: experiment.sequenceName ?? '',
    frames: experiment.frameCount,
    size: experiment.size,
    frameRate: experiment.frameRate,
    frameLimit,
    memoryFrames,
    columns: complete.map((column) => columnResult(column, experiment)),
    provenance: { ...provenance, givenFiles: usedFiles(complete, provenance) },
  };
}

/** The same result with another title of the imported columns. */
export function retitled(result: SequenceResult, title: string): SequenceResult {
  const columns = result.columns.map((column) =>
    columnKind(column.spec) === 'imported' ? { ...column, title } : column,
  );
  return { ...result, columns };
}

/** The files from which these columns were made; rejected files are left out. */
function usedFiles(
  columns: readonly ColumnState[],
  { givenFiles }: Provenance,
): Provenance['givenFiles'] {
  const uses = (source: ColumnSpec['pictures']['source']) =>
    columns.some(({ spec }) => spec.pictures.source === source);
  return givenFiles.filter(({ role }) =>
    role === 'x265 stream' ? uses('stream') : uses('import'),
  );
}

function columnResult(column: ColumnState, experiment: ExperimentState): ColumnResult {
  const { spec, pictures } = column;
  const columns = experiment.columns.map((each) => each.spec);
  const made = resolvedSpec(column, columns);
  const video = columnKind(spec) === 'imported' ? null : column.video;
  const isOriginal = spec.pictures.source === 'original';
  const picture = isOriginal ? null : meanPictureQuality(pictures.quality);
  const { J, F, JF, objects } = summarizeSequence(column.scores);
  return {
    spec: made,
    title: column.title,
    masks: masksText(made),
    crf: video && encodedCrf(video),
    foundRate: foundRateOf(column, columns),
    commandLine: video?.commandLine ?? null,
    notes: column.notes,
    bpp: column.bits,
    headerBpp: isEncodedHere(video) ? headerBitsPerPixel(video) : null,
    objectBits: objectBitsOf(column),
    maskErrors: totalMaskErrors(column.maskErrors),
    J,
    F,
    JF,
    psnrY: picture?.psnrY ?? null,
    picture,
    seconds: { ...NO_SECONDS, ...column.seconds },
    vosAt: vosSide(column),
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

function objectBitsOf({ objectBits }: ColumnState): ColumnResult['objectBits'] {
  const total = totalObjectBits(objectBits);
  if (!total) return null;
  const shares = objectBits.map((frame) => frame && objectShares(frame));
  return {
    ...total,
    frames: {
      area: shares.map((share) => share?.object.area ?? null),
      bits: shares.map((share) => share?.object.bits ?? null),
    },
  };
}

/** How the CRF of a column was found; null if it was chosen. */
function foundRateOf(
  { spec: { pictures }, search }: ColumnState,
  columns: readonly ColumnSpec[],
): FoundRate | null {
  if (pictures.source !== 'x265' || pictures.rate.kind === 'crf') return null;
  const reference = rateReference(columns);
  if (pictures.rate.kind === 'same') {
    const isChosen =
      reference?.pictures.source === 'x265' && reference.pictures.rate.kind === 'crf';
    return isChosen ? null : { reached: true, against: reference };
  }
  const against = pictures.rate.kind === 'fewer' ? reference : null;
  return { reached: search?.found?.reached ?? true, against };
}

/** The specification as it was made: with the chosen CRF of x265, or with the masks of a stream. */
function resolvedSpec(column: ColumnState, columns: readonly ColumnSpec[]): ColumnSpec {
  const index = columns.indexOf(column.spec);
  const spec = withChosenCrfs(columns)[index] ?? column.spec;
  const { masks } = spec;
  if (masks.source !== 'coded' || !carriesMasks(column)) return spec;
  return { ...spec, masks: { ...masks, quality: null } };
}

/** True when a user-supplied stream carries the masks. */
function carriesMasks({ masks }: ColumnState): boolean {
  return masks?.settings === null;
}

function vosSide(column: ColumnState): ColumnResult['vosAt'] {
  if (column.spec.masks.source !== 'coded') return 'decoder';
  return carriesMasks(column) ? 'elsewhere' : 'encoder';
}

function frameScores({ scores }: ColumnState, object: number): ObjectResult['frames'] {
  return {
    J: scores.map((score) => score?.J[object] ?? null),
    F: scores.map((score) => score?.F[object] ?? null),
  };
}
