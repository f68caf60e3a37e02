import type { ReactNode } from 'react';
import { LINE_STYLES, type LineLook } from '../lineLook.ts';
import styles from './ChartKey.module.css';

interface ChartKeyProps {
  /** What the chart shows. */
  readonly title: string;
  readonly entries: readonly { readonly title: string; readonly look: LineLook | 'point' }[];
  /** At its end, such as a button. */
  readonly action?: ReactNode;
}

/** The caption of a chart: its title and a legend. */
export function ChartKey({ title, entries, action }: ChartKeyProps) {
  return (
    <figcaption className={styles.caption}>
      <span>{title}</span>
      {entries.map((entry) => (
        <span key={`${entry.look} ${entry.title}`} className={styles.key} data-look={entry.look}>
          <Sample look={entry.look} />
          {entry.title}
        </span>
      ))}
      {action}
    </figcaption>
  );
}

/** A piece of the line, or the point. */
function Sample({ look }: { readonly look: LineLook | 'point' }) {
  if (look === 'point') {
    return (
      <svg className={styles.point} viewBox="0 0 10 10" aria-hidden>
        <circle cx={5} cy={5} r={4} />
      </svg>
    );
  }
  const { tone, width, dash } = LINE_STYLES[look];
  return (
    <svg className={styles.line} viewBox="0 0 32 8" aria-hidden>
      <path
        d="M0 4H32"
        style={{ stroke: `var(--${tone})` }}
        strokeWidth={width}
        strokeDasharray={dash.join(' ')}
      />
    </svg>
  );
}
