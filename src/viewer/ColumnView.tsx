import { Download, Maximize2, Minimize2, Paintbrush } from 'lucide-react';
import type { CSSProperties, ReactNode } from 'react';
import type { ColumnState, ExperimentState } from '../experiment/experimentState.ts';
import { type ColumnSpec, columnKind, columnSentence, masksText } from '../results/columnSpec.ts';
import { Button } from '../ui/Button.tsx';
import { Explained } from '../ui/Explained.tsx';
import styles from './ColumnView.module.css';
import { ColumnScore, TruthScore } from './column/ColumnScore.tsx';
import { ComparisonFigures } from './column/ComparisonFigures.tsx';
import { columnFacts } from './column/columnFacts.ts';
import { compareColumn } from './column/comparison.ts';
import { RateSearchLine } from './column/RateSearchLine.tsx';
import { TERMS } from './column/terms.ts';
import { withoutEnhancement } from './column/withoutEnhancement.ts';
import { PictureView } from './pictures/PictureView.tsx';
import { viewStore } from './viewState.ts';

interface ColumnViewProps {
  readonly column: ColumnState;
  /** A short name that tells it from the other columns. */
  readonly name: string;
  readonly experiment: ExperimentState;
  readonly frame: number;
  /** False shows the decoded frames of enhanced columns. */
  readonly enhancement: boolean;
  readonly enlarged: boolean;
  /** Opens the painter for the first mask; null if it cannot be changed. */
  readonly onEditMask: (() => void) | null;
  /** Notes on the values, one sentence each. */
  readonly notes: readonly string[];
  /** Number of masks that can be saved now and in all; null while they are of another sequence. */
  readonly masks: { readonly ready: number; readonly total: number } | null;
  readonly onSaveMasks: () => void;
  /** Buttons in the header, such as the one for the column's settings. */
  readonly actions: ReactNode;
  /** Controls below the score; null for none. */
  readonly controls: ReactNode;
  /** True while another column is enlarged. */
  readonly hidden: boolean;
  /** True if the figures are beside the picture, false if they are below. */
  readonly isBeside: boolean;
  /** Its place in the strip of pairs that is swiped on a phone; null where all columns are seen. */
  readonly swiped: {
    readonly how: 'stacked' | 'abreast';
    readonly index: number;
    /** True if it has no neighbour. */
    readonly isAlone: boolean;
  } | null;
}

/** A column: its specification, the frame with masks, score, comparison and cost. */
export function ColumnView(props: ColumnViewProps) {
  const { name, experiment, frame, enhancement, notes, masks, enlarged, hidden, isBeside } = props;
  const { onEditMask, onSaveMasks, actions, controls, swiped } = props;
  const { spec, key } = props.column;
  const kind = columnKind(spec);
  const column = enhancement ? props.column : withoutEnhancement(props.column);
  const toggle = () => viewStore.setState({ enlarged: enlarged ? null : key });
  return (
    <article
      className={styles.column}
      data-column={kind}
      data-key={key}
      data-complete={column.complete || undefined}
      data-enlarged={enlarged || undefined}
      data-beside={isBeside || undefined}
      data-swiped={swiped?.how}
      data-side={swiped ? (swiped.index % 2 === 0 ? 'first' : 'second') : undefined}
      data-alone={swiped?.isAlone || undefined}
      style={swiped ? ({ '--place': swiped.index } as CSSProperties) : undefined}
      aria-label={name}
      hidden={hidden}
    >
      <header className={styles.header}>
        <h2 title={name}>{name}</h2>
        <p className={styles.sentence} title={columnSentence(madeSpec(column))}>
          {columnSentence(madeSpec(column))}
        </p>
        <div className={styles.actions}>
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
          {kind !== 'truth' && (
            <Button
              look="icon"
              className={styles.small ?? ''}
              disabled={!masks?.ready}
              onClick={onSaveMasks}
              aria-label={`Save the masks of ${name}`}
              title={saveTitle(masks)}
            >
              <Download size={16} />
            </Button>
          )}
          {actions}
          <Button
            look="icon"
            className={styles.small ?? ''}
            onClick={toggle}
            aria-label={enlarged ? 'Show all columns' : `Enlarge ${name}`}
          >
            {enlarged ? <Minimize2 size={16} /> : <Maximize2 size={16} />}
          </Button>
        </div>
      </header>
      <PictureView
        column={props.column}
        columns={experiment.columns}
        label={`${pictureText(column, enhancement)}, frame ${frame}, with masks: ${masksText(madeSpec(column))}`}
        waiting={waitingFor(column, experiment)}
        running={experiment.status === 'running'}
        hidden={hidden}
      />
      {/* Beside the picture it has the picture's height, and scrolls. */}
      <footer className={styles.footer} tabIndex={isBeside ? 0 : undefined}>
        {kind === 'truth' ? (
          <TruthScore experiment={experiment} />
        ) : (
          <ColumnScore column={column} columns={experiment.columns} frame={frame} />
        )}
        {kind === 'ours' && (
          <ComparisonFigures comparison={compareColumn(column, experiment.columns)} />
        )}
        <RateSearchLine column={column} />
        <div className={styles.controls} data-part="controls">
          {controls}
        </div>
        <dl className={styles.facts} data-part="facts">
          {columnFacts(column, experiment, frame).map(({ label, value, title: tooltip }) => (
            <div key={label} title={tooltip}>
              <dt>
                <Explained texts={[TERMS[label] ?? '', tooltip].filter(Boolean)}>{label}</Explained>
              </dt>
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

/** The specification as it was made: the user's stream may carry the masks. */
function madeSpec({ spec, masks }: ColumnState): ColumnSpec {
  const isCarried = spec.masks.source === 'coded' && masks?.settings === null;
  return isCarried ? { ...spec, masks: { ...spec.masks, quality: null } } : spec;
}

function saveTitle(masks: ColumnViewProps['masks']): string {
  const what = 'as a .zip of palette PNGs';
  return masks && masks.ready < masks.total
    ? `Save the masks so far (${masks.ready} of ${masks.total}) ${what}`
    : `Save the masks ${what}`;
}

function pictureText({ spec, title }: ColumnState, enhancement: boolean): string {
  const { pictures, enhanced } = spec;
  if (pictures.source === 'original') return 'Original';
  if (pictures.source === 'import') return title;
  return enhanced && enhancement ? 'x265, enhanced' : 'x265';
}

function waitingFor({ waiting }: ColumnState, { status }: ExperimentState): string {
  if (status === 'idle') return '';
  return status === 'running' ? waiting : 'Not computed';
}
