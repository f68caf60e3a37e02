import { type ColumnSpec, sameColumn } from '../results/columnSpec.ts';
import type { ExperimentConfiguration } from './configuration.ts';
import type { ColumnState, ExperimentState, RecordingFacts } from './experimentState.ts';

/** A finished experiment that is shown without computing anything. */
export interface Recording extends RecordingFacts {
  readonly configuration: Pick<ExperimentConfiguration, 'columns' | 'frameLimit' | 'memoryFrames'>;
  /** The facts of its sequence. */
  readonly sequence: Pick<
    ExperimentState,
    'sequenceName' | 'size' | 'frameCount' | 'frameRate' | 'objectIds' | 'scoredIds'
  >;
  /** Complete columns. */
  readonly columns: readonly ColumnState[];
}

/** The recorded state of a column; null if the recording does not have it. */
export function recordedColumn(recording: Recording | null, spec: ColumnSpec): ColumnState | null {
  return recording?.columns.find((column) => sameColumn(column.spec, spec)) ?? null;
}
