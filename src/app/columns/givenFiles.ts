import type { Experiment } from '../../experiment/experiment.ts';
import type { ImportedMedia } from '../../experiment/media.ts';
import type { NamedFile } from '../../files/namedFile.ts';
import {
  type ColumnSpec,
  columnKind,
  importedColumn,
  MOST_COLUMNS,
  PUBLISHED_COLUMNS,
} from '../../results/columnSpec.ts';
import { addColumn } from './listEdits.ts';
import { networkFor } from './presets.ts';
import { withoutStream, withStream } from './specEdits.ts';

/**
 * Uses the user's x265 stream instead of encoding in all columns that encode; null to encode again,
 * at the CRF that was assumed for the stream.
 */
export async function takeX265Stream(
  experiment: Experiment,
  x265Stream: NamedFile | null,
): Promise<void> {
  const { configuration, experiment: state } = experiment.store.getState();
  const columns = x265Stream
    ? withStream(
        configuration.columns,
        state.columns.map(({ crf }) => crf),
      )
    : withoutStream(configuration.columns);
  await experiment.configure({ columns, media: { x265Stream } });
}

/**
 * Shows another codec's pictures in the imported columns, and adds one if there is none and room for
 * it; null removes these columns.
 */
export async function importMedia(
  experiment: Experiment,
  imported: ImportedMedia | null,
): Promise<void> {
  const { columns } = experiment.store.getState().configuration;
  const others = columns.filter((column) => columnKind(column) !== 'imported');
  const kept = others.length > 0 ? others : PUBLISHED_COLUMNS;
  const isNew = others.length === columns.length && columns.length < MOST_COLUMNS;
  const added = () => addColumn(columns, importedColumn(networkFor(columns))).columns;
  await experiment.configure({
    columns: imported ? (isNew ? added() : columns) : kept,
    media: { imported },
  });
}

/** The columns for another sequence, which starts without the user's files. */
export function withoutFiles(columns: readonly ColumnSpec[]): readonly ColumnSpec[] {
  const others = columns.filter((column) => columnKind(column) !== 'imported');
  return withoutStream(others.length > 0 ? others : PUBLISHED_COLUMNS);
}
