import { Download, Maximize2, Minimize2, Paintbrush } from 'lucide-react';
import type { ReactNode } from 'react';
import type { ColumnState, ExperimentState } from '../experiment/experimentState.ts';
import { COLUMN_TEXT, type ColumnName, columnText } from '../results/columns.ts';
import { summarizeFrame, summarizeSequence } from '../scoring/statistics.ts';
import { Button } from '../ui/Button.tsx';
import { ColumnCanvas } from './ColumnCanvas.tsx';
import styles from './ColumnView.module.css';
import { columnFacts } from './columnFacts.ts';
import { formatDifference, formatScore } from './format.ts';
import { viewStore } from './viewState.ts';
import { withoutEnhancement } from './withoutEnhancement.ts';

interface ColumnViewProps {
  readonly name: ColumnName;
  readonly experiment: ExperimentState;
  readonly frame: number;
  /** False shows ours with the decoded frames. */
  readonly enhancement: boolean;
  readonly enlarged: boolean;
  /** Opens the painter for the first mask; null if it cannot be changed. */
  readonly onEditMask: (() => void) | null;
  /** Notes on the values, one sentence each. */
  readonly notes: readonly string[];
  /** Number of masks that can be saved now and in all; null while they are of another sequence. */
  readonly masks: { readonly ready: number; readonly total: number } | null;
  readonly onSaveMasks: () => void;
  /** Controls for this column; null for none. */
  readonly controls: ReactNode;
  /** True while another column is enlarged. */
  readonly hidden: boolean;
}

/** A column: frame with masks, origin of the masks, score and cost. */
export function ColumnView(props: ColumnViewProps) {
  const { name, experiment, frame, enhancement, notes, masks, enlarged, hidden } = props;
  const { onEditMask, onSaveMasks, controls } = props;
  const shown = name === 'ours' && !enhancement ? withoutEnhancement(experiment) : experiment;
  const column = shown.columns[name];
  const text = textOf(name, experiment);
  const picture = shown === experiment ? text.picture : COLUMN_TEXT.x265.picture;
  const toggle = () => viewStore.setState({ enlarged: enlarged ? null : name });
  return (
    <article className={styles.column} data-column={name} aria-label={text.title} hidden={hidden}>
      <header className={styles.header}>
        <div>
          <h2>{text.title}</h2>
          <p>{text.masks}</p>
        </div>
        {onEditMask && (
          <Button
            look="icon"
            className={styles.small ?? ''}
            onClick={onEditMask}
            aria-label="Paint the first frame’s mask"
            title="Paint the mask from which VOS starts"
          >
            <Paintbrush size={16} />
          </Button>
        )}
        {name !== 'truth' && (
          <Button
            look="icon"
            className={styles.small ?? ''}
            disabled={!masks?.ready}
            onClick={onSaveMasks}
            aria-label={`Save the masks of ${text.title}`}
            title={saveTitle(masks)}
          >
            <Download size={16} />
          </Button>
        )}
        <Button
          look="icon"
          className={styles.small ?? ''}
          onClick={toggle}
          aria-label={enlarged ? 'Show all columns' : `Enlarge ${text.title}`}
        >
          {enlarged ? <Minimize2 size={16} /> : <Maximize2 size={16} />}
        </Button>
      </header>
      <ColumnCanvas
        column={column}
        label={`${picture}, frame ${frame}, with masks: ${text.masks}`}
        waiting={waitingFor(name, experiment)}
        running={experiment.status === 'running'}
        hidden={hidden}
      />
      <footer className={styles.footer}>
        {name === 'truth' ? (
          <TruthScore experiment={experiment} />
        ) : (
          <Score column={column} frame={frame} gain={difference(name, experiment)} />
        )}
        {controls}
        <dl className={styles.facts}>
          {columnFacts(name, shown, frame).map(({ label, value, title }) => (
            <div key={label} title={title}>
              <dt>{label}</dt>
              <dd>{value}</dd>
            </div>
          ))}
        </dl>
        {notes.length > 0 && (
          <ul className={styles.notes} aria-label="Notes">
            {notes.map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        )}
      </footer>
    </article>
  );
}

function saveTitle(masks: ColumnViewProps['masks']): string {
  const what = 'as a .zip of palette PNGs';
  return masks && masks.ready < masks.total
    ? `Save the masks so far (${masks.ready} of ${masks.total}) ${what}`
    : `Save the masks ${what}`;
}

function TruthScore({ experiment }: { readonly experiment: ExperimentState }) {
  const { objectIds, frameCount } = experiment;
  return (
    <ScoreLine
      value={objectIds.length > 0 ? String(objectIds.length) : '–'}
      unit={objectIds.length === 1 ? 'object' : 'objects'}
      detail={frameCount > 0 ? `${frameCount} frames` : ''}
    />
  );
}

interface ScoreProps {
  readonly column: ColumnState;
  readonly frame: number;
  readonly gain: ReturnType<typeof difference>;
}

function Score({ column, frame, gain }: ScoreProps) {
  const ofFrame = column.scores[frame];
  return (
    <ScoreLine
      value={formatScore(summarizeSequence(column.scores).JF)}
      unit="J&F"
      detail={
        <>
          this frame <b>{formatScore(ofFrame ? summarizeFrame(ofFrame).JF : null)}</b>
          {gain && (
            <span className={styles.difference} title={`Difference in J&F from ${gain.title}`}>
              {formatDifference(gain.value)} vs {gain.title}
            </span>
          )}
        </>
      }
    />
  );
}

function ScoreLine(props: {
  readonly value: string;
  readonly unit: string;
  readonly detail: ReactNode;
}) {
  return (
    <div className={styles.score}>
      <p className={styles.value}>
        {props.value} <span>{props.unit}</span>
      </p>
      <p className={styles.detail}>{props.detail}</p>
    </div>
  );
}

/** The column that the score of a column is compared with. */
const REFERENCE = {
  truth: null,
  original: null,
  x265: 'original',
  ours: 'x265',
  imported: 'x265',
} as const;

/** The gain in J&F over the reference column, on the frames scored in both. */
function difference(name: ColumnName, { columns }: ExperimentState) {
  const reference = REFERENCE[name];
  if (!reference) return null;
  const [own, other] = [columns[name].scores, columns[reference].scores];
  const inBoth = (scores: typeof own) =>
    scores.map((score, index) => (own[index] && other[index] ? score : null));
  const value = summarizeSequence(inBoth(own)).JF - summarizeSequence(inBoth(other)).JF;
  return Number.isNaN(value) ? null : { value, title: COLUMN_TEXT[reference].title };
}

/** The texts of a column, with the title of an imported one. */
function textOf(name: ColumnName, { importedTitle, ours }: ExperimentState) {
  const text = columnText(name, ours);
  return name === 'imported' && importedTitle !== null
    ? { ...text, masks: `${text.masks} of ${importedTitle}` }
    : text;
}

function waitingFor(name: ColumnName, experiment: ExperimentState): string {
  const { stages, status } = experiment;
  if (status === 'idle') return '';
  if (status === 'cancelled' || status === 'failed') return 'Not computed';
  if (stages.read.status !== 'done') return 'Reading the sequence…';
  if (name === 'original' || name === 'truth') return '';
  if (name === 'imported') return stages.import.status === 'done' ? '' : 'Importing…';
  if (stages[name].status === 'skipped') return 'Not requested';
  if (stages.encode.status !== 'done') return 'Encoding with x265…';
  if (stages.decode.status !== 'done') return 'Decoding…';
  if (name !== 'ours') return '';
  if (experiment.ours === 'enhanced' || stages.masks.status === 'done') return 'Enhancing…';
  return stages.masks.status === 'running'
    ? 'Encoding masks…'
    : 'Waiting for VOS on the originals…';
}
