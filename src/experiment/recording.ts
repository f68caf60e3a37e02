import { type ColumnSpec, sameColumn } from '../results/columnSpec.ts';
import { hasRelativeRate, rateReference } from '../results/rateReference.ts';
import type { Truth } from '../sequence/readTruth.ts';
import type { ExperimentConfiguration } from './configuration.ts';
import type {
  ColumnState,
  ExperimentState,
  RecordingFacts,
  ShownFrames,
} from './experimentState.ts';

/** A finished experiment that is shown without computing anything. */
export interface Recording extends RecordingFacts {
  readonly configuration: Pick<ExperimentConfiguration, 'columns' | 'frameLimit' | 'memoryFrames'>;
  /** The facts of its sequence. */
  readonly sequence: Pick<
    ExperimentState,
    'sequenceName' | 'size' | 'frameCount' | 'frameRate' | 'objectIds' | 'scoredIds'
  >;
  /** The annotations; null if it has none. */
  readonly truth: Truth | null;
  /** Complete columns. */
  readonly columns: readonly ColumnState[];
}

/** What the screen says about a recording. */
export function recordingFacts({ origin, provenance, psnrY }: Recording): RecordingFacts {
  return { origin, provenance, psnrY };
}

/**
 * The recorded state of a column; null if the recording does not have it. A rate that refers to
 * x265 is the same only beside the same x265 column.
 *
 * @param columns the list that the column is in
 */
export function recordedColumn(
  recording: Recording | null,
  spec: ColumnSpec,
  columns: readonly ColumnSpec[],
): ColumnState | null {
  if (!recording) return null;
  if (hasRelativeRate(spec) && !sameReference(recording, columns)) return null;
  return recording.columns.find((column) => sameColumn(column.spec, spec)) ?? null;
}

function sameReference(recording: Recording, columns: readonly ColumnSpec[]): boolean {
  const recorded = rateReference(recording.columns.map(({ spec }) => spec));
  const reference = rateReference(columns);
  return recorded !== null && reference !== null && sameColumn(recorded, reference);
}

/**
 * The recording with another number of pictures that are there.
 *
 * @param framesReady number of frames, from the first
 */
export function withFrames(recording: Recording, framesReady: number): Recording {
  const filled = (shown: ShownFrames): ShownFrames => ({
    ...shown,
    ready: shown.ready.map((_, index) => shown.frames !== null && index < framesReady),
  });
  const columns = recording.columns.map((column) => ({
    ...column,
    pictures: filled(column.pictures),
    decoded: filled(column.decoded),
    complete: framesReady >= recording.sequence.frameCount,
    waiting: 'Opening the run…',
  }));
  return { ...recording, columns };
}
