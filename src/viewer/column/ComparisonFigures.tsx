import { formatChange, formatGain, formatShare } from '../format.ts';
import styles from './ComparisonFigures.module.css';
import type { Compared, Comparison } from './comparison.ts';
import { PartedText } from './PartedText.tsx';

/** What ours costs and gives, in figures that can be read from the back of a room. */
export function ComparisonFigures({ comparison }: { readonly comparison: Comparison }) {
  const { bits, gain, kept } = comparison;
  return (
    <section className={styles.frame} aria-label="Comparison" data-part="comparison">
      <dl className={styles.figures}>
        <Figure name="bits" preposition="vs" usual="x265" compared={bits} format={formatChange} />
        <Figure name="J&F" preposition="vs" usual="x265" compared={gain} format={formatGain} />
        <Figure
          name="J&F kept"
          preposition="of"
          usual="Original"
          compared={kept}
          format={formatShare}
        />
      </dl>
    </section>
  );
}

function Figure(props: {
  readonly name: string;
  readonly preposition: string;
  /** What it is measured against, until the column is known. */
  readonly usual: string;
  readonly compared: Compared | null;
  readonly format: (value: number) => string;
}) {
  const { name, preposition, usual, compared, format } = props;
  return (
    <div className={styles.figure}>
      <dt>
        <b>{name}</b>{' '}
        <span>
          {preposition} <PartedText text={compared?.against ?? usual} />
        </span>
      </dt>
      <dd>{compared ? format(compared.value) : '–'}</dd>
    </div>
  );
}
