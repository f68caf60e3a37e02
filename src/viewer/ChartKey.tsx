import styles from './ChartKey.module.css';
import type { LineLook } from './lineLook.ts';

interface ChartKeyProps {
  /** What the chart shows. */
  readonly title: string;
  readonly entries: readonly { readonly title: string; readonly look: LineLook | 'point' }[];
}

/** The caption of a chart: its title and a legend. */
export function ChartKey({ title, entries }: ChartKeyProps) {
  return (
    <figcaption className={styles.caption}>
      <span>{title}</span>
      {entries.map((entry) => (
        <span key={`${entry.look} ${entry.title}`} className={styles.key} data-look={entry.look}>
          {entry.title}
        </span>
      ))}
    </figcaption>
  );
}
