import { useStore } from 'zustand';
import { LINE_STYLES, type LineLook } from '../lineLook.ts';
import { type ChartFigure, viewStore } from '../viewState.ts';
import type { ChartLine } from './chartLines.ts';
import { formatFigure } from './figures.ts';
import styles from './Moments.module.css';
import { momentsStore } from './momentsStore.ts';

interface LineKeyProps {
  readonly lines: readonly ChartLine[];
  readonly figure: ChartFigure;
}

/**
 * The columns of the chart, each with its line and its value at the frame under the pointer, or at
 * the current one. A click shows or hides a column.
 */
export function LineKey({ lines, figure }: LineKeyProps) {
  const frame = useStore(viewStore, (view) => view.frame);
  const pointed = useStore(momentsStore, (moments) => moments.pointed);
  const at = pointed ?? frame;
  const toggle = (line: ChartLine) => {
    const keys = lines.flatMap(({ key, shown }) => (shown !== (key === line.key) ? [key] : []));
    viewStore.setState({ chartColumns: keys.length === lines.length ? null : keys });
  };
  return (
    <fieldset className={styles.key} data-testid="chart-key">
      <legend className={styles.hiddenLabel}>Columns in the chart</legend>
      {lines.map((line) => (
        <label key={line.key} title={`Show or hide ${line.name}`}>
          <input type="checkbox" checked={line.shown} onChange={() => toggle(line)} />
          <LineSample look={line.look} />
          <span className={styles.name}>{line.name}</span>
          <span className={styles.value}>
            {line.shown ? formatFigure(figure, line.values[at] ?? null) : 'hidden'}
          </span>
        </label>
      ))}
    </fieldset>
  );
}

function LineSample({ look }: { readonly look: LineLook }) {
  const { tone, width, dash } = LINE_STYLES[look];
  return (
    <svg width={24} height={8} viewBox="0 0 24 8" aria-hidden>
      <path
        d="M0 4H24"
        style={{ stroke: `var(--${tone})` }}
        strokeWidth={width}
        strokeDasharray={dash.join(' ')}
      />
    </svg>
  );
}
